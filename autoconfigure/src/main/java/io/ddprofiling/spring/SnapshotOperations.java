package io.ddprofiling.spring;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.ddprofiling.Snapshot;
import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.SnapshotTooLargeException;
import io.ddprofiling.SnapshotView;
import io.ddprofiling.spring.SnapshotQuery.InvalidQueryException;
import io.ddprofiling.store.StoredRecording;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeTypeUtils;

/**
 * Answers requests for snapshots, a few at a time, as they take memory and time.
 */
final class SnapshotOperations {

	private static final int MAX_CONCURRENT_SNAPSHOTS = 2;

	private static final int MAX_CONCURRENT_DOWNLOADS = 4;

	private static final Duration QUEUE_TIME = Duration.ofSeconds(10);

	private final Baselines baselines;

	private final Semaphore permits = new Semaphore(MAX_CONCURRENT_SNAPSHOTS);

	private final Semaphore downloads = new Semaphore(MAX_CONCURRENT_DOWNLOADS);

	/**
	 * A heatmap takes more memory than anything else.
	 */
	private final Semaphore heatmaps;

	SnapshotOperations(Baselines baselines) {
		this(baselines, new Semaphore(1));
	}

	SnapshotOperations(Baselines baselines, Semaphore heatmaps) {
		this.baselines = baselines;
		this.heatmaps = heatmaps;
	}

	WebEndpointResponse<?> answer(SnapshotQuery query, Supplier<Snapshot> source) throws IOException {
		if (!acquire()) {
			return tooMany("Other snapshots are being made, try again");
		}
		try {
			Snapshot snapshot = source.get();
			return switch (query.format()) {
				case JFR -> download(snapshot, query);
				case HEATMAP -> heatmap(snapshot, query);
				default -> answer(query.format(), query.format().encode(snapshot, view(snapshot, query)));
			};
		}
		finally {
			this.permits.release();
		}
	}

	private SnapshotView view(Snapshot snapshot, SnapshotQuery query) throws IOException {
		String baseline = query.baseline();
		return query.view((baseline != null) ? this.baselines.find(baseline, snapshot) : null);
	}

	private WebEndpointResponse<?> heatmap(Snapshot snapshot, SnapshotQuery query) throws IOException {
		if (!this.heatmaps.tryAcquire()) {
			return tooMany("Another heatmap is being made, try again");
		}
		try {
			return answer(query.format(), query.format().encode(snapshot, query.view(null)));
		}
		catch (SnapshotTooLargeException ex) {
			throw InvalidQueryException.badRequest("seconds", ex.getMessage(),
					List.of("fewer than " + snapshot.window().duration().toSeconds()));
		}
		finally {
			this.heatmaps.release();
		}
	}

	private WebEndpointResponse<?> download(Snapshot snapshot, SnapshotQuery query) {
		StoredRecording recording = snapshot.recording();
		if (recording.size() == 0) {
			return error(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE,
					"The recording is no longer in the store, try again");
		}
		if (this.downloads.availablePermits() == 0) {
			return tooMany("Other recordings are being downloaded, try again");
		}
		return answer(SnapshotFormat.JFR,
				query.isExact() ? RecordingResource.of(snapshot, query.filter(), this.downloads)
						: RecordingResource.of(recording, this.downloads));
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

	private static WebEndpointResponse<?> answer(SnapshotFormat format, Object body) {
		return new WebEndpointResponse<>(body, WebEndpointResponse.STATUS_OK,
				MimeTypeUtils.parseMimeType(format.contentType()));
	}

	private static WebEndpointResponse<?> tooMany(String error) {
		return error(WebEndpointResponse.STATUS_TOO_MANY_REQUESTS, error);
	}

	private static WebEndpointResponse<?> error(int status, String error) {
		return new WebEndpointResponse<>(Map.of("error", error), status, MimeTypeUtils.APPLICATION_JSON);
	}

}
