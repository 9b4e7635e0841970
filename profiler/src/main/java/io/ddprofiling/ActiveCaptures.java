package io.ddprofiling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.Recorder;
import io.ddprofiling.store.Chunk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The captures that are recorded at the moment. All calls are made under the lock of the
 * {@link RecordingSession}.
 */
final class ActiveCaptures {

	private static final Logger logger = LoggerFactory.getLogger(ActiveCaptures.class);

	private final List<RunningCapture> running = new ArrayList<>();

	private final RecordingSession.FreeSpace disk;

	private final long minUsableBytes;

	private @Nullable RunningCapture fine;

	ActiveCaptures(RecordingSession.FreeSpace disk, long minUsableBytes) {
		this.disk = disk;
		this.minUsableBytes = minUsableBytes;
	}

	void begin(RunningCapture capture, List<Chunk> before) {
		this.running.add(capture);
		before.forEach((chunk) -> append(capture, chunk));
		forgetEnded();
	}

	/**
	 * Lets the recorder sample as a capture wants it, from its next start on.
	 * @param capture the capture
	 * @param recorder the recorder
	 * @return whether the recorder has to be started anew
	 */
	boolean refine(RunningCapture capture, Recorder recorder) {
		Long interval = capture.request().interval();
		if (interval == null) {
			return false;
		}
		ProfileType type = capture.request().type();
		Map<ProfileType, Long> intervals = new HashMap<>(Map.of(type, interval));
		if (type == ProfileType.ALLOCATION) {
			// live objects are found among sampled allocations
			intervals.put(ProfileType.LIVE_HEAP, interval);
		}
		recorder.refine(intervals);
		this.fine = capture;
		return true;
	}

	void giveUp(RunningCapture capture, Recorder recorder) {
		recorder.refine(Map.of());
		this.fine = null;
		capture.note("The recording could not be started with this interval, it has the usual one");
	}

	/**
	 * Lets the recorder sample as usual, from its next start on, once the capture that
	 * wanted it otherwise is over.
	 * @param now the present, in nanoseconds
	 * @param recorder the recorder
	 * @return whether the recorder has to be started anew
	 */
	boolean restore(long now, Recorder recorder) {
		RunningCapture refined = this.fine;
		if (refined == null || !(refined.isEnded() || refined.isDue(now))) {
			return false;
		}
		recorder.refine(Map.of());
		this.fine = null;
		return true;
	}

	boolean isFine() {
		return this.fine != null;
	}

	void recorded(Chunk chunk) {
		this.running.forEach((capture) -> append(capture, chunk));
		forgetEnded();
	}

	boolean areDue(long now) {
		return this.running.stream().anyMatch((capture) -> capture.isDue(now));
	}

	void endDue(long now, Function<TimeWindow, @Nullable Chunk> liveHeap) {
		this.running.stream()
			.filter((capture) -> capture.isDue(now))
			.forEach((capture) -> capture.end(liveHeap.apply(capture.capture().window()), null, false));
		forgetEnded();
	}

	// for the end of each
	void note(String text) {
		this.running.forEach((capture) -> capture.note(text));
	}

	void endAll(String note) {
		this.running.forEach((capture) -> capture.end(null, note, true));
		this.running.clear();
	}

	private void append(RunningCapture capture, Chunk chunk) {
		if (hasRoom(chunk)) {
			capture.append(chunk);
		}
		else if (!capture.isEnded()) {
			capture.end(null, "The disk has hardly any room left, it ended early", true);
		}
	}

	private boolean hasRoom(Chunk chunk) {
		try {
			return this.disk.bytes() - chunk.size() >= this.minUsableBytes;
		}
		catch (IOException ex) {
			logger.debug("The disk does not tell how much is left", ex);
			return true;
		}
	}

	private void forgetEnded() {
		this.running.removeIf(RunningCapture::isEnded);
	}

}
