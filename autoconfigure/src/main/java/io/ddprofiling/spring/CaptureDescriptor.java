package io.ddprofiling.spring;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.ddprofiling.Captures;
import io.ddprofiling.Profiler;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.store.Capture;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A capture as the endpoint shows it.
 *
 * @param id what it is found by
 * @param state the name of a {@link Capture.State}
 * @param cause who or what asked for it
 * @param type the id of the type it was asked for
 * @param interval the interval it was asked for
 * @param begun when it was asked for
 * @param start the start of the time it covers
 * @param end the end of the time it covers
 * @param ready when it can be read
 * @param bytes what it takes on disk
 * @param note why it is not what was asked for
 * @param version the version of the service that it was recorded in
 * @param runtimeId the run that it was recorded in
 * @since 0.1.0
 */
public record CaptureDescriptor(UUID id, String state, String cause, String type, @Nullable String interval,
		Instant begun, Instant start, Instant end, Instant ready, long bytes, @Nullable String note,
		@Nullable String version, String runtimeId) implements OperationResponseBody {

	static CaptureDescriptor of(Capture capture) {
		return new CaptureDescriptor(capture.id(), capture.state().id(), capture.cause(), capture.type().id(),
				interval(capture), capture.begun(), capture.window().start(), capture.window().end(),
				Captures.readyAt(capture), capture.bytes(), capture.note(), capture.identity().version(),
				capture.identity().runtimeId());
	}

	static List<CaptureDescriptor> all(Profiler profiler) {
		return profiler.captures().list().stream().map(CaptureDescriptor::of).toList();
	}

	private static @Nullable String interval(Capture capture) {
		Long interval = capture.interval();
		return (interval != null) ? SamplingRates.NONE.with(capture.type(), interval).text(capture.type()) : null;
	}

	/**
	 * The captures that are kept.
	 *
	 * @param captures the captures, newest first
	 * @param maxCount how many are kept at most
	 */
	public record ListDescriptor(List<CaptureDescriptor> captures, int maxCount) implements OperationResponseBody {

	}

	/**
	 * A capture that has begun.
	 *
	 * @param id what it is found by
	 * @param path where it can be read, with the name of a format added
	 * @param ready when it can be read
	 */
	public record BegunDescriptor(UUID id, String path, Instant ready) implements OperationResponseBody {

	}

}
