package io.ddprofiling.spring;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import io.ddprofiling.CaptureRefusedException;
import io.ddprofiling.CaptureRequest;
import io.ddprofiling.Captures;
import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerUnavailableException;
import io.ddprofiling.Snapshot;
import io.ddprofiling.spring.SnapshotQuery.InvalidQueryException;
import io.ddprofiling.store.Capture;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeTypeUtils;

/**
 * What the {@link ProfilerEndpoint} does about captures. An identifier is one of our own,
 * or there is no such capture.
 */
final class CaptureOperations {

	/**
	 * What stands where a format would, to list captures.
	 */
	static final String LIST = "captures";

	private static final int STATUS_ACCEPTED = 202;

	private static final int STATUS_CONFLICT = 409;

	private final Profiler profiler;

	private final Supplier<String> path;

	CaptureOperations(Profiler profiler, Supplier<String> path) {
		this.profiler = profiler;
		this.path = path;
	}

	WebEndpointResponse<?> begin(CaptureQuery query) {
		try {
			CaptureRequest request = query.parse(this.profiler.captures().longest(), this.profiler.intervals());
			Capture capture = this.profiler.capture(request);
			return json(new CaptureDescriptor.BegunDescriptor(capture.id(), this.path.get() + "/" + capture.id(),
					Captures.readyAt(capture)), STATUS_ACCEPTED);
		}
		catch (InvalidQueryException ex) {
			return error(ex.status(), ex.body());
		}
		catch (CaptureRefusedException ex) {
			return refusal(ex);
		}
		catch (ProfilerUnavailableException ex) {
			return error(STATUS_CONFLICT, Map.of("error", String.valueOf(ex.getMessage())));
		}
	}

	WebEndpointResponse<?> list() {
		return json(new CaptureDescriptor.ListDescriptor(CaptureDescriptor.all(this.profiler),
				this.profiler.captures().maxCount()), WebEndpointResponse.STATUS_OK);
	}

	WebEndpointResponse<?> describe(UUID id) {
		Optional<Capture> capture = this.profiler.captures().find(id);
		return capture.isPresent() ? json(CaptureDescriptor.of(capture.get()), WebEndpointResponse.STATUS_OK)
				: unknown();
	}

	WebEndpointResponse<?> delete(String text) {
		try {
			return CaptureQuery.id(text).filter(this.profiler.captures()::delete).isPresent()
					? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT) : unknown();
		}
		catch (CaptureRefusedException ex) {
			return refusal(ex);
		}
	}

	WebEndpointResponse<?> read(String text, Reading reading) throws IOException {
		Capture capture = CaptureQuery.id(text).flatMap(this.profiler.captures()::find).orElse(null);
		if (capture == null) {
			return unknown();
		}
		if (capture.state() == Capture.State.RECORDING) {
			return error(STATUS_CONFLICT,
					Map.of("error", "The capture is still recorded", "ready", Captures.readyAt(capture).toString()));
		}
		Optional<Snapshot> snapshot = this.profiler.captures().open(capture.id());
		return snapshot.isPresent() ? reading.read(capture, snapshot.get()) : unknown();
	}

	private static WebEndpointResponse<?> refusal(CaptureRefusedException ex) {
		return error(ex.isExhausted() ? WebEndpointResponse.STATUS_TOO_MANY_REQUESTS : STATUS_CONFLICT,
				Map.of("error", String.valueOf(ex.getMessage())));
	}

	private static WebEndpointResponse<?> unknown() {
		return error(WebEndpointResponse.STATUS_NOT_FOUND,
				Map.of("error", "Invalid 'id': there is no such capture", "parameter", "id"));
	}

	private static WebEndpointResponse<Map<String, ?>> error(int status, Map<String, ?> body) {
		return json(body, status);
	}

	private static <T> WebEndpointResponse<T> json(T body, int status) {
		return new WebEndpointResponse<>(body, status, MimeTypeUtils.APPLICATION_JSON);
	}

	/**
	 * Makes an answer of a capture.
	 */
	interface Reading {

		WebEndpointResponse<?> read(Capture capture, Snapshot snapshot) throws IOException;

	}

}
