package io.ddprofiling.spring;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerStatus;
import io.ddprofiling.ProfilerUnavailableException;
import io.ddprofiling.Snapshot;
import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.SnapshotTooLargeException;
import io.ddprofiling.SnapshotView;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.spring.SnapshotQuery.InvalidQueryException;
import io.ddprofiling.store.StoredRecording;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.lang.Nullable;
import org.springframework.util.MimeTypeUtils;

/**
 * Tells what the {@link Profiler} is doing, gives snapshots and captures of what it
 * recorded, and with unrestricted access pauses and resumes it, begins captures and
 * deletes them. What a request says is parsed into enums and bounded numbers, nothing
 * else of it gets further.
 *
 * @since 0.1.0
 */
@WebEndpoint(id = "profiler", defaultAccess = Access.READ_ONLY)
public class ProfilerEndpoint {

	private static final int STATUS_CONFLICT = 409;

	private static final int MAX_CONCURRENT_SNAPSHOTS = 2;

	private static final int MAX_CONCURRENT_DOWNLOADS = 4;

	private static final Duration QUEUE_TIME = Duration.ofSeconds(10);

	private static final String USUAL_PATH = "/actuator/profiler";

	private final Profiler profiler;

	private final CaptureOperations captures;

	private final Baselines baselines;

	private final Semaphore permits = new Semaphore(MAX_CONCURRENT_SNAPSHOTS);

	private final Semaphore downloads = new Semaphore(MAX_CONCURRENT_DOWNLOADS);

	/**
	 * A heatmap takes more memory than anything else.
	 */
	private final Semaphore heatmaps = new Semaphore(1);

	/**
	 * Creates an endpoint.
	 * @param profiler the profiler to tell about
	 */
	public ProfilerEndpoint(Profiler profiler) {
		this(profiler, () -> USUAL_PATH);
	}

	ProfilerEndpoint(Profiler profiler, Supplier<String> path) {
		this.profiler = profiler;
		this.captures = new CaptureOperations(profiler, path);
		this.baselines = new StoredBaselines(profiler);
	}

	/**
	 * Tells what the profiler is doing.
	 * @return the status
	 */
	@ReadOperation
	public ProfilerDescriptor status() {
		return ProfilerDescriptor.of(this.profiler);
	}

	/**
	 * Gives a snapshot of the last seconds. (Spring's own {@code Nullable} marks optional
	 * parameters, because Spring Boot 3.5 knows no other.)
	 * @param format the name of a {@link SnapshotFormat}
	 * @param type the id of a profile type, all types or CPU time if there is none
	 * @param seconds how many seconds to go back, 60 if there is none
	 * @param endpoint the name of the endpoint to show samples of, all samples if there
	 * is none
	 * @param thread the name of the thread to show samples of, with a {@code *} at its
	 * beginning or end for any text
	 * @param trace the identifier of the trace to show samples of, 16 or 32 hexadecimal
	 * digits
	 * @param baseline what to compare with, the window just before if there is none
	 * @param limit how many entries a list has, 20 if there is none
	 * @param accepted what the request accepts
	 * @return the snapshot, or a description of what is wrong
	 */
	@ReadOperation(producesFrom = SnapshotMedia.class)
	public WebEndpointResponse<?> snapshot(@Selector String format, @Nullable String type, @Nullable String seconds,
			@Nullable String endpoint, @Nullable String thread, @Nullable String trace, @Nullable String baseline,
			@Nullable String limit, @Nullable SnapshotMedia accepted) {
		if (format.equalsIgnoreCase(CaptureOperations.LIST)) {
			return this.captures.list();
		}
		Optional<UUID> capture = CaptureQuery.id(format);
		if (capture.isPresent()) {
			return this.captures.describe(capture.get());
		}
		return attempt(() -> {
			ProfilerStatus status = this.profiler.status();
			SnapshotParameters parameters = new SnapshotParameters(type, seconds, baseline, limit,
					new SnapshotFilterQuery(endpoint, thread, trace));
			return snapshot(
					SnapshotQuery.parse(format, parameters, status.storeLimits().maxAge(), status.recordedTypes())
						.in(accepted));
		});
	}

	/**
	 * Gives a capture.
	 * @param id the capture's identifier
	 * @param format the name of a {@link SnapshotFormat}
	 * @param type the id of a profile type; the type the capture was asked for, or all
	 * types, if there is none
	 * @param endpoint the name of the endpoint to show samples of, all samples if there
	 * is none
	 * @param thread the name of the thread to show samples of, with a {@code *} at its
	 * beginning or end for any text
	 * @param trace the identifier of the trace to show samples of, 16 or 32 hexadecimal
	 * digits
	 * @param baseline what to compare with, the window just before if there is none
	 * @param limit how many entries a list has, 20 if there is none
	 * @param accepted what the request accepts
	 * @return the capture, or a description of what is wrong
	 */
	@ReadOperation(producesFrom = SnapshotMedia.class)
	public WebEndpointResponse<?> capture(@Selector String id, @Selector String format, @Nullable String type,
			@Nullable String endpoint, @Nullable String thread, @Nullable String trace, @Nullable String baseline,
			@Nullable String limit, @Nullable SnapshotMedia accepted) {
		SnapshotParameters parameters = new SnapshotParameters(type, null, baseline, limit,
				new SnapshotFilterQuery(endpoint, thread, trace));
		return attempt(() -> this.captures.read(id, (capture, snapshot) -> encode(
				SnapshotQuery.ofCapture(format, parameters, capture.type(), snapshot.recordedTypes()).in(accepted),
				() -> snapshot)));
	}

	/**
	 * Begins to capture the next seconds. Refused by the actuator unless the access to
	 * this endpoint is unrestricted.
	 * @param seconds how many seconds, 30 if there is none
	 * @param type the id of the profile type of interest, CPU time if there is none
	 * @param interval a shorter interval of that type while the capture is recorded, for
	 * example {@code 1ms}
	 * @return the capture's identifier and when it can be read, or a description of what
	 * is wrong
	 */
	@WriteOperation
	public WebEndpointResponse<?> begin(@Nullable String seconds, @Nullable String type, @Nullable String interval) {
		return this.captures.begin(new CaptureQuery(seconds, type, interval));
	}

	/**
	 * Deletes a capture. Refused by the actuator unless the access to this endpoint is
	 * unrestricted.
	 * @param id the capture's identifier
	 * @return nothing, or a description of what is wrong
	 */
	@DeleteOperation
	public WebEndpointResponse<?> delete(@Selector String id) {
		return this.captures.delete(id);
	}

	/**
	 * Pauses or resumes the profiler. Refused by the actuator unless the access to this
	 * endpoint is unrestricted.
	 * @param action the name of a {@link ProfilerAction}
	 * @return the status afterwards, or a description of what is wrong
	 */
	@WriteOperation
	public WebEndpointResponse<?> change(@Selector String action) {
		Optional<ProfilerAction> known = ProfilerAction.of(action);
		if (known.isEmpty()) {
			return error(WebEndpointResponse.STATUS_NOT_FOUND,
					Map.of("error", "Invalid 'action': there is no such action", "parameter", "action", "allowed",
							ProfilerAction.ids()));
		}
		try {
			known.get().apply(this.profiler);
			return new WebEndpointResponse<>(ProfilerDescriptor.of(this.profiler));
		}
		catch (ProfilerUnavailableException ex) {
			return error(STATUS_CONFLICT, Map.of("error", ex.getMessage()));
		}
	}

	private static WebEndpointResponse<?> attempt(Answering answering) {
		try {
			return answering.answer();
		}
		catch (InvalidQueryException ex) {
			return error(ex.status(), ex.body());
		}
		catch (ProfilerUnavailableException ex) {
			return error(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, Map.of("error", ex.getMessage()));
		}
		catch (IOException ex) {
			return error(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE,
					Map.of("error", "The recording cannot be read any more, try again: " + ex.getMessage()));
		}
	}

	private WebEndpointResponse<?> snapshot(SnapshotQuery query) throws IOException {
		return encode(query, () -> this.profiler.snapshot(query.last()));
	}

	private WebEndpointResponse<?> encode(SnapshotQuery query, Supplier<Snapshot> source) throws IOException {
		if (!acquire()) {
			return error(WebEndpointResponse.STATUS_TOO_MANY_REQUESTS,
					Map.of("error", "Other snapshots are being made, try again"));
		}
		try {
			Snapshot snapshot = source.get();
			return switch (query.format()) {
				case JFR -> download(snapshot, query.filter());
				case HEATMAP -> heatmap(snapshot, query);
				default -> answer(query.format(), query.format().encode(snapshot, view(snapshot, query)));
			};
		}
		finally {
			this.permits.release();
		}
	}

	private SnapshotView view(Snapshot snapshot, SnapshotQuery query) {
		String baseline = query.baseline();
		return query.view((baseline != null) ? this.baselines.find(baseline, snapshot) : null);
	}

	private WebEndpointResponse<?> heatmap(Snapshot snapshot, SnapshotQuery query) throws IOException {
		if (!this.heatmaps.tryAcquire()) {
			return error(WebEndpointResponse.STATUS_TOO_MANY_REQUESTS,
					Map.of("error", "Another heatmap is being made, try again"));
		}
		try {
			return answer(query.format(), query.format().encode(snapshot, query.view(null)));
		}
		catch (SnapshotTooLargeException ex) {
			throw InvalidQueryException.badRequest("seconds", ex.getMessage(),
					List.of("fewer than " + query.last().toSeconds()));
		}
		finally {
			this.heatmaps.release();
		}
	}

	private WebEndpointResponse<?> download(Snapshot snapshot, SampleFilter filter) {
		StoredRecording recording = snapshot.recording();
		if (recording.size() == 0) {
			return error(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE,
					Map.of("error", "The recording is no longer in the store, try again"));
		}
		if (this.downloads.availablePermits() == 0) {
			return error(WebEndpointResponse.STATUS_TOO_MANY_REQUESTS,
					Map.of("error", "Other recordings are being downloaded, try again"));
		}
		return answer(SnapshotFormat.JFR, filter.leavesOut() ? RecordingResource.of(snapshot, filter, this.downloads)
				: RecordingResource.of(recording, this.downloads));
	}

	private static WebEndpointResponse<?> answer(SnapshotFormat format, Object body) {
		return new WebEndpointResponse<>(body, WebEndpointResponse.STATUS_OK,
				MimeTypeUtils.parseMimeType(format.contentType()));
	}

	private boolean acquire() {
		try {
			return this.permits.tryAcquire(QUEUE_TIME.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static WebEndpointResponse<Map<String, ?>> error(int status, Map<String, ?> body) {
		return new WebEndpointResponse<>(body, status, MimeTypeUtils.APPLICATION_JSON);
	}

	/**
	 * Makes an answer, or fails in a way that is told.
	 */
	private interface Answering {

		WebEndpointResponse<?> answer() throws IOException;

	}

}
