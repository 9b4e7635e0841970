package io.ddprofiling.export.datadog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import io.ddprofiling.encode.PprofDialect;
import io.ddprofiling.encode.PprofEncoder;
import io.ddprofiling.export.ClientVersion;
import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ProfileExporter;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.datadog.AgentLocator.Target;
import io.ddprofiling.export.transport.HttpAnswer;
import io.ddprofiling.export.transport.HttpRequest;
import io.ddprofiling.store.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * Uploads each window to a Datadog Agent, which forwards it to Datadog.
 *
 * @since 0.1.0
 */
public final class DatadogExporter implements ProfileExporter {

	/**
	 * Larger attachments are not taken by Datadog's own clients either.
	 */
	private static final int MAX_BYTES = 16 * 1024 * 1024;

	private static final String TRIED_AGAIN = ", it is tried again";

	private final AgentLocator locator;

	private final PayloadConvention convention;

	private volatile @Nullable Target target;

	/**
	 * Creates an exporter.
	 * @param agent where the agent is
	 * @param convention what uploads look like
	 */
	public DatadogExporter(AgentSettings agent, PayloadConvention convention) {
		this(new AgentLocator(agent), convention);
	}

	DatadogExporter(AgentLocator locator, PayloadConvention convention) {
		this.locator = locator;
		this.convention = convention;
	}

	@Override
	public String name() {
		return "datadog";
	}

	@Override
	public @Nullable String target() {
		Target located = this.locator.locate();
		this.target = located;
		return (located != null) ? located.toString() : null;
	}

	@Override
	public String idleReason() {
		return "no agent is configured or found (" + AgentLocator.DEFAULT_SOCKET + ", http://localhost:"
				+ AgentLocator.DEFAULT_PORT + "); profiles stay in the local store";
	}

	@Override
	public ExportResult export(ProfileWindow window, Duration timeout) {
		Target destination = this.target;
		if (destination == null || window.profile().isEmpty()) {
			return new ExportResult(Outcome.EMPTY, "no samples", 0);
		}
		try {
			return upload(destination, window, payload(window), timeout);
		}
		catch (IOException ex) {
			// building in memory fails only where the recording is given up already
			return new ExportResult(Outcome.REJECTED, "the recording is no longer in the store: " + ex, 0);
		}
	}

	private ExportResult upload(Target destination, ProfileWindow window, byte[] payload, Duration timeout)
			throws IOException {
		if (payload.length > MAX_BYTES) {
			return new ExportResult(Outcome.REJECTED, "the profile has " + payload.length + " bytes, more than the "
					+ MAX_BYTES + " Datadog takes; lengthen the intervals or shorten the period", 0);
		}
		MultipartBody body = new MultipartBody()
			.part("event", "event.json", "application/json", DatadogEvent.of(window, this.convention))
			.part(this.convention.partName(), this.convention.fileName(), "application/octet-stream", payload);
		byte[] content = body.finish();
		HttpRequest request = new HttpRequest("POST", destination.path(), headers(body), content);
		try {
			return result(destination.transport().send(request, timeout), content.length);
		}
		catch (IOException ex) {
			return new ExportResult(Outcome.FAILED, ex + "; check that the agent runs and can be reached", 0);
		}
	}

	private byte[] payload(ProfileWindow window) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		if (this.convention.format() == UploadFormat.PPROF) {
			new PprofEncoder(PprofDialect.DATADOG, window.identity().service()).encode(window.profile(), out);
		}
		else {
			try (OutputStream gzip = new GZIPOutputStream(out)) {
				for (Chunk chunk : window.chunks()) {
					gzip.write(chunk.read().array());
				}
			}
		}
		return out.toByteArray();
	}

	private static Map<String, String> headers(MultipartBody body) {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Content-Type", body.contentType());
		headers.put("User-Agent", ClientVersion.NAME + "/" + ClientVersion.VERSION);
		headers.put("DD-EVP-ORIGIN", ClientVersion.NAME);
		headers.put("DD-EVP-ORIGIN-VERSION", ClientVersion.VERSION);
		headers.put("Datadog-Meta-Lang", "java");
		headers.put("Datadog-Meta-Lang-Version", System.getProperty("java.version", ""));
		headers.put("Datadog-Meta-Lang-Interpreter", System.getProperty("java.vm.name", ""));
		headers.put("Datadog-Meta-Lang-Interpreter-Vendor", System.getProperty("java.vm.vendor", ""));
		return headers;
	}

	private static ExportResult result(HttpAnswer answer, long bytes) {
		int status = answer.status();
		if (answer.isSuccess()) {
			return new ExportResult(Outcome.DELIVERED, "HTTP " + status, bytes);
		}
		return new ExportResult(answer.isTemporary() ? Outcome.FAILED : Outcome.REJECTED,
				"HTTP " + status + remedy(status), bytes, answer.retryAfter());
	}

	private static String remedy(int status) {
		return switch (status) {
			case 404 -> ", the agent does not accept profiles: Datadog Agent 7.20.2, 6.20.2 or newer is needed";
			case 401, 403 -> ", the agent's API key is not accepted: check DD_API_KEY of the agent";
			case 413 -> ", the profile is too large: lengthen the intervals or shorten dd.profiling.upload.period";
			case 408, 429 -> TRIED_AGAIN;
			default -> (status >= 500) ? TRIED_AGAIN : "";
		};
	}

}
