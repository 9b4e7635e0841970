package io.ddprofiling.export.pyroscope;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ProfileExporter;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.transport.HttpAnswer;
import io.ddprofiling.export.transport.HttpRequest;
import io.ddprofiling.export.transport.HttpTransport;
import io.ddprofiling.export.transport.TcpTransport;
import io.ddprofiling.export.transport.TransportSettings;
import io.ddprofiling.profile.ClientVersion;
import io.ddprofiling.profile.ProfileType;

/**
 * Uploads each window to a Grafana Pyroscope server, or to what takes the same requests,
 * with one request for each type. A window is delivered when all of its types are; those
 * that were accepted before another one failed are not sent again by this exporter.
 *
 * @since 0.1.0
 */
public final class PyroscopeExporter implements ProfileExporter {

	private final HttpTransport transport;

	private final Credentials credentials;

	private final Map<String, String> headers;

	private final Progress progress = new Progress();

	/**
	 * Creates an exporter.
	 * @param settings where the server is, with a URL
	 */
	public PyroscopeExporter(PyroscopeSettings settings) {
		this(settings, TransportSettings.DEFAULT);
	}

	/**
	 * Creates an exporter.
	 * @param settings where to upload to, with a URL
	 * @param network how to get there
	 */
	public PyroscopeExporter(PyroscopeSettings settings, TransportSettings network) {
		URI url = settings.url();
		if (url == null) {
			throw new IllegalArgumentException("'settings' must have a URL");
		}
		this.transport = new TcpTransport(url, network);
		this.credentials = Credentials.of(settings);
		this.headers = headers(settings, this.credentials);
	}

	@Override
	public String name() {
		return "pyroscope";
	}

	@Override
	public String target() {
		return this.transport.address() + "/ingest";
	}

	@Override
	public String idleReason() {
		return "never idle";
	}

	@Override
	public ExportResult export(ProfileWindow window, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		IngestRequest requests = new IngestRequest(window, this.headers);
		Delivery delivery = this.progress.of(window);
		try {
			for (ProfileType type : ProfileType.values()) {
				HttpRequest request = delivery.isSettled(type) ? null : requests.of(type);
				if (request != null) {
					send(delivery, type, request, deadline);
				}
				if (delivery.isStopped()) {
					break;
				}
			}
		}
		catch (IOException ex) {
			// memory does not fail like this
			return new ExportResult(Outcome.REJECTED, "the profile cannot be encoded: " + ex, 0);
		}
		return this.progress.end(window, delivery);
	}

	private void send(Delivery delivery, ProfileType type, HttpRequest request, long deadline) {
		long left = deadline - System.nanoTime();
		if (left <= 0) {
			delivery.failed(type, "there was no time left");
			return;
		}
		try {
			HttpAnswer answer = this.transport.send(request, Duration.ofNanos(left));
			delivery.answered(type, request.body().length, Verdict.of(answer, this.credentials));
		}
		catch (IOException ex) {
			delivery.failed(type, HttpTransport.reason(ex, "check that the server runs and can be reached"));
		}
	}

	private static Map<String, String> headers(PyroscopeSettings settings, Credentials credentials) {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Content-Type", "application/octet-stream");
		headers.put("User-Agent", ClientVersion.NAME + "/" + ClientVersion.VERSION);
		String tenant = settings.tenantId();
		if (tenant != null) {
			headers.put("X-Scope-OrgID", tenant);
		}
		String authorization = credentials.header();
		if (authorization != null) {
			headers.put("Authorization", authorization);
		}
		return headers;
	}

}
