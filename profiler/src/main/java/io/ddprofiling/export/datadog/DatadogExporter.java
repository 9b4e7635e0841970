package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ProfileExporter;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.RateLimitedLog;
import io.ddprofiling.export.UploadProgress;
import io.ddprofiling.export.datadog.AgentLocator.Target;
import io.ddprofiling.export.transport.HttpRequest;
import io.ddprofiling.export.transport.HttpTransport;
import io.ddprofiling.profile.Profile;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Uploads each window to a Datadog Agent, which forwards it to Datadog, or to Datadog
 * itself. An attachment has no more than 10 MiB, the most that Datadog shows: a pprof
 * that is larger is made smaller without changing its sums, a recording that is larger is
 * split into uploads for parts of its time.
 *
 * @since 0.1.0
 */
public final class DatadogExporter implements ProfileExporter {

	static final int MAX_BYTES = 10 * 1024 * 1024;

	private final AgentLocator locator;

	private final DatadogSettings settings;

	private final DatadogEvent event;

	private final UploadRequest request;

	private final UploadState state;

	private final UploadProgress progress = new UploadProgress();

	private final RateLimitedLog log;

	private final int maxBytes;

	private volatile @Nullable Target target;

	/**
	 * Creates an exporter.
	 * @param settings where the agent or the intake is, and what uploads look like
	 * @param state what the profiler and its uploads tell each other
	 */
	public DatadogExporter(DatadogSettings settings, UploadState state) {
		this(settings, new AgentLocator(settings), EntityHeaders.ofThisProcess(), state, MAX_BYTES);
	}

	DatadogExporter(DatadogSettings settings, AgentLocator locator, EntityHeaders entity, UploadState state,
			int maxBytes) {
		this.locator = locator;
		this.settings = settings;
		this.event = new DatadogEvent(settings);
		this.request = new UploadRequest(entity);
		this.state = state;
		this.maxBytes = maxBytes;
		this.log = new RateLimitedLog(LoggerFactory.getLogger(DatadogExporter.class), Clock.systemUTC());
	}

	@Override
	public String name() {
		return "datadog";
	}

	@Override
	public @Nullable String target() {
		Target located = this.locator.locate();
		this.target = located;
		this.state.found((located != null && located.isAgent()) ? located.transport() : null);
		return (located != null) ? located.toString() : null;
	}

	@Override
	public String idleReason() {
		return this.locator.idleReason();
	}

	@Override
	public ExportResult export(ProfileWindow window, Duration timeout) {
		Target destination = this.target;
		if (destination == null || isEmpty(window.profile())) {
			return new ExportResult(Outcome.EMPTY, "no samples", 0);
		}
		try {
			return upload(destination, window, payloads(window), timeout);
		}
		catch (IOException ex) {
			// building in memory fails only where the recording is given up already
			return new ExportResult(Outcome.REJECTED, "the recording is no longer in the store: " + ex, 0);
		}
	}

	// requests may be answered without a sample, and are counted in the event
	private static boolean isEmpty(Profile profile) {
		return profile.isEmpty() && !DatadogEvent.hasEndpointCounts(profile);
	}

	private Payloads payloads(ProfileWindow window) throws IOException {
		Payloads payloads = (this.settings.payload().format() == UploadFormat.PPROF)
				? new PprofPayload(window, this.maxBytes).encode()
				: new RecordingPayload(window, this.maxBytes).encode();
		if (payloads.reduction() != null && !this.progress.isBegun(window)) {
			this.progress.begin(window);
			this.state.reduce();
			this.log.trouble("DDP-125 A profile was larger than Datadog takes: " + payloads.reduction());
		}
		return payloads;
	}

	private ExportResult upload(Target destination, ProfileWindow window, Payloads payloads, Duration timeout)
			throws IOException {
		long deadline = System.nanoTime() + timeout.toNanos();
		ExportResult result = new ExportResult(payloads.parts().isEmpty() ? Outcome.REJECTED : Outcome.DELIVERED, "",
				0);
		List<Payload> left = payloads.parts().subList(this.progress.delivered(window), payloads.parts().size());
		Duration time = timeout;
		for (Payload part : left) {
			ExportResult sent = send(destination, request(destination, window, part), time);
			time = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
			result = UploadProgress.both(result, sent);
			if (sent.outcome() == Outcome.FAILED) {
				break;
			}
			this.progress.deliver(window, payloads.parts().size());
		}
		return (payloads.reduction() != null) ? new ExportResult(result.outcome(),
				(result.detail() + "; " + payloads.reduction()).replaceFirst("^; ", ""), result.bytes(),
				result.retryAfter()) : result;
	}

	private HttpRequest request(Target destination, ProfileWindow window, Payload part) throws IOException {
		byte[] about = this.event.of(window, part.time(), this.state.snapshot(window.window().end()));
		return this.request.of(destination, window.identity().runtime(),
				new MultipartBody().part("event", "event.json", "application/json", about)
					.part(this.settings.payload().partName(), this.settings.payload().fileName(),
							"application/octet-stream", part.content()));
	}

	private static ExportResult send(Target destination, HttpRequest request, Duration timeout) {
		try {
			UploadAnswer answer = UploadAnswer.of(destination, destination.transport().send(request, timeout));
			return new ExportResult(answer.outcome(), answer.detail(), request.body().length, answer.retryAfter());
		}
		catch (IOException ex) {
			return new ExportResult(Outcome.FAILED,
					HttpTransport.reason(ex,
							destination.isAgent() ? "check that the agent runs and can be reached"
									: "check that " + destination + " can be reached, or set dd.profiling.proxy.host"),
					0);
		}
	}

}
