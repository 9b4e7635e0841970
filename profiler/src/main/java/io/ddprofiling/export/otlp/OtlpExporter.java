package io.ddprofiling.export.otlp;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ProfileExporter;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.RateLimitedLog;
import io.ddprofiling.export.UploadProgress;
import io.ddprofiling.export.otlp.OtlpRequests.Part;
import io.ddprofiling.export.transport.HttpAnswer;
import io.ddprofiling.export.transport.HttpRequest;
import io.ddprofiling.export.transport.HttpTransport;
import io.ddprofiling.export.transport.TcpTransport;
import io.ddprofiling.export.transport.TransportSettings;
import io.ddprofiling.profile.ClientVersion;
import org.slf4j.LoggerFactory;

/**
 * Uploads each window by the OpenTelemetry protocol over HTTP, to a collector or to a
 * backend that takes profiles itself. The protocol for profiles is in development, and so
 * is this.
 *
 * @since 0.1.0
 */
public final class OtlpExporter implements ProfileExporter {

	/**
	 * The limit of a collector, by default, before compression.
	 */
	static final int MAX_BYTES = 20 * 1024 * 1024;

	private final HttpTransport transport;

	private final String path;

	private final Map<String, String> headers;

	/**
	 * The values of headers, whole and without the name of a scheme.
	 */
	private final List<String> secrets;

	private final UploadProgress progress = new UploadProgress();

	private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(OtlpExporter.class),
			Clock.systemUTC());

	private final int maxBytes;

	/**
	 * Creates an exporter.
	 * @param settings where to upload to, with a URL
	 */
	public OtlpExporter(OtlpSettings settings) {
		this(settings, TransportSettings.DEFAULT);
	}

	/**
	 * Creates an exporter.
	 * @param settings where to upload to, with a URL
	 * @param network how to get there
	 */
	public OtlpExporter(OtlpSettings settings, TransportSettings network) {
		this(settings, network, MAX_BYTES);
	}

	OtlpExporter(OtlpSettings settings, TransportSettings network, int maxBytes) {
		URI url = settings.url();
		if (url == null) {
			throw new IllegalArgumentException("'settings' must have a URL");
		}
		this.transport = new TcpTransport(url, network);
		this.path = settings.path();
		this.maxBytes = maxBytes;
		this.headers = new LinkedHashMap<>();
		this.headers.put("Content-Type", "application/x-protobuf");
		this.headers.put("Content-Encoding", "gzip");
		this.headers.put("User-Agent", ClientVersion.NAME + "/" + ClientVersion.VERSION);
		this.headers.putAll(settings.headers());
		this.secrets = settings.headers()
			.values()
			.stream()
			.flatMap((value) -> Stream.of(value, value.substring(value.indexOf(' ') + 1)))
			.filter((value) -> !value.isBlank())
			.toList();
	}

	@Override
	public String name() {
		return "otlp";
	}

	@Override
	public String target() {
		return this.transport.address() + this.path;
	}

	@Override
	public String idleReason() {
		return "never idle";
	}

	@Override
	public ExportResult export(ProfileWindow window, Duration timeout) {
		try {
			OtlpRequests requests = OtlpRequests.of(window, ResourceAttributes.of(window.identity()), this.maxBytes);
			if (requests.omitted() > 0) {
				this.log.trouble("DDP-126 " + requests.omitted()
						+ " samples were left out, as a collector takes no more than " + this.maxBytes + " bytes");
			}
			return requests.parts().isEmpty() ? new ExportResult(Outcome.EMPTY, "no samples", 0)
					: upload(window, requests.parts(), timeout);
		}
		catch (IOException ex) {
			// memory does not fail like this
			return new ExportResult(Outcome.REJECTED, "the profile cannot be encoded: " + ex, 0);
		}
	}

	private ExportResult upload(ProfileWindow window, List<Part> parts, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		if (parts.size() > 1) {
			this.progress.begin(window);
		}
		ExportResult result = new ExportResult(Outcome.DELIVERED, "", 0);
		Duration time = timeout;
		for (Part part : parts.subList(this.progress.delivered(window), parts.size())) {
			ExportResult sent = send(part, time);
			time = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
			result = UploadProgress.both(result, sent);
			if (sent.outcome() == Outcome.FAILED) {
				break;
			}
			this.progress.deliver(window, parts.size());
		}
		return (parts.size() == 1) ? result : new ExportResult(result.outcome(),
				result.detail() + "; split into " + parts.size() + " requests", result.bytes(), result.retryAfter());
	}

	private ExportResult send(Part part, Duration timeout) {
		try {
			HttpAnswer answer = this.transport.send(new HttpRequest("POST", this.path, this.headers, part.body()),
					timeout);
			int status = answer.status();
			if (answer.isSuccess()) {
				return accepted(status, PartialSuccess.parse(answer.body()), part.profiles(), part.body().length);
			}
			return new ExportResult(answer.isTemporary() ? Outcome.FAILED : Outcome.REJECTED,
					"HTTP " + status + remedy(status), part.body().length, answer.retryAfter());
		}
		catch (IOException ex) {
			return new ExportResult(Outcome.FAILED,
					HttpTransport.reason(ex, "check that the server runs and can be reached"), 0);
		}
	}

	// the receiver must not be asked again for what it has rejected
	private ExportResult accepted(int status, PartialSuccess partial, int profiles, long bytes) {
		String message = readable(partial.message());
		if (partial.rejected() > 0) {
			return new ExportResult(Outcome.REJECTED, "HTTP " + status + ", but " + partial.rejected() + " of "
					+ profiles + " profiles are rejected" + message, bytes);
		}
		return new ExportResult(Outcome.DELIVERED, "HTTP " + status + message, bytes);
	}

	// a text of somebody else's, who has seen the headers
	private String readable(String message) {
		String text = message.replaceAll("\\p{Cntrl}+", " ").strip();
		for (String secret : this.secrets) {
			text = text.replace(secret, "***");
		}
		return text.isEmpty() ? "" : ": " + ((text.length() > 200) ? text.substring(0, 200) + "..." : text);
	}

	private static String remedy(int status) {
		return switch (status) {
			case 400 -> ", the receiver does not understand the profile: its version of the protocol, which is in "
					+ "development, must be that of v1.10 or v1.11";
			case 401, 403 -> ", the credentials are not accepted: check dd.profiling.otlp.headers";
			case 404 -> ", the receiver takes no profiles there: check dd.profiling.otlp.path, and that profiles are "
					+ "enabled in the receiver";
			case 413 -> ", the profile is too large: lengthen the intervals or shorten dd.profiling.upload.period";
			case 415 -> ", the receiver does not take protobuf: check dd.profiling.otlp.url";
			default -> (status == 408 || status == 429 || status >= 500) ? ", it is tried again" : "";
		};
	}

}
