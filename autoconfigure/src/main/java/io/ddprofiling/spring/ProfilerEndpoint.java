package io.ddprofiling.spring;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerStatus;
import io.ddprofiling.ProfilerUnavailableException;
import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.spring.SnapshotQuery.InvalidQueryException;

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

	private static final String USUAL_PATH = "/actuator/profiler";

	private final Profiler profiler;

	private final SnapshotOperations snapshots;

	private final CaptureOperations captures;

	/**
	 * Creates an endpoint.
	 * @param profiler the profiler to tell about
	 */
	public ProfilerEndpoint(Profiler profiler) {
		this(profiler, () -> USUAL_PATH);
	}

	ProfilerEndpoint(Profiler profiler, Supplier<String> path) {
		this.profiler = profiler;
		this.snapshots = new SnapshotOperations(new StoredBaselines(profiler));
		this.captures = new CaptureOperations(profiler, path);
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
	 * Gives a snapshot of the last seconds, or of a time before. (Spring's own
	 * {@code Nullable} marks optional parameters, because Spring Boot 3.5 knows no
	 * other.)
	 * @param format the name of a {@link SnapshotFormat}
	 * @param type the id of a profile type, all types or CPU time if there is none
	 * @param seconds how many seconds to go back, 60 if there is none
	 * @param from when the time to show begins, instead of {@code seconds}: as in
	 * {@code 2026-01-31T12:00:00Z}, or in milliseconds since 1970
	 * @param to when the time to show ends, now if there is none
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
			@Nullable String from, @Nullable String to, @Nullable String endpoint, @Nullable String thread,
			@Nullable String trace, @Nullable String baseline, @Nullable String limit,
			@Nullable SnapshotMedia accepted) {
		if (format.equalsIgnoreCase(CaptureOperations.LIST)) {
			return this.captures.list();
		}
		Optional<UUID> capture = CaptureQuery.id(format);
		if (capture.isPresent()) {
			return this.captures.describe(capture.get());
		}
		return attempt(() -> {
			ProfilerStatus status = this.profiler.status();
			SnapshotParameters parameters = new SnapshotParameters(type, seconds, from, to, baseline, limit,
					new SnapshotFilterQuery(endpoint, thread, trace));
			SnapshotQuery query = SnapshotQuery.parse(format, parameters, status.storeLimits().maxAge(),
					status.recordedTypes());
			return this.snapshots.answer(query.in(accepted), () -> query.time().of(this.profiler));
		});
	}

	/**
	 * Gives a capture.
	 * @param id the capture's identifier
	 * @param format the name of a {@link SnapshotFormat}
	 * @param type the id of a profile type; the type the capture was asked for, or all
	 * types, if there is none
	 * @param from when the time to show begins, if not all of it is wanted
	 * @param to when the time to show ends
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
			@Nullable String from, @Nullable String to, @Nullable String endpoint, @Nullable String thread,
			@Nullable String trace, @Nullable String baseline, @Nullable String limit,
			@Nullable SnapshotMedia accepted) {
		SnapshotParameters parameters = new SnapshotParameters(type, null, from, to, baseline, limit,
				new SnapshotFilterQuery(endpoint, thread, trace));
		return attempt(() -> this.captures.read(id, (capture, snapshot) -> {
			SnapshotQuery query = SnapshotQuery.ofCapture(format, parameters, capture.type(), snapshot.recordedTypes());
			return this.snapshots.answer(query.in(accepted), () -> query.time().of(snapshot));
		}));
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
