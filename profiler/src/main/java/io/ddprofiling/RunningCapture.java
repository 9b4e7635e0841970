package io.ddprofiling;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Capture;
import io.ddprofiling.store.CaptureWriter;
import io.ddprofiling.store.Chunk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A capture that is recorded. All calls but {@link #capture()} are made under the lock of
 * the {@link RecordingSession}.
 */
final class RunningCapture {

	private static final Logger logger = LoggerFactory.getLogger(RunningCapture.class);

	private final CaptureRequest request;

	private final CaptureWriter writer;

	private final long maxBytes;

	private @Nullable String note;

	private long endNanos;

	private volatile Capture capture;

	RunningCapture(CaptureRequest request, CaptureWriter writer, long maxBytes) {
		this.request = request;
		this.writer = writer;
		this.maxBytes = maxBytes;
		this.capture = writer.capture();
		this.endNanos = System.nanoTime() + request.after().toNanos();
	}

	CaptureRequest request() {
		return this.request;
	}

	Capture capture() {
		return this.capture;
	}

	boolean isEnded() {
		return this.capture.state() != Capture.State.RECORDING;
	}

	boolean isDue(long now) {
		return !isEnded() && now - this.endNanos >= 0;
	}

	/**
	 * Begins only now, because the recording had to be changed for it.
	 * @param now the present
	 */
	void beginAt(Instant now) {
		this.endNanos = System.nanoTime() + this.request.after().toNanos();
		moveTo(new TimeWindow(now, now.plus(this.request.after())));
	}

	/**
	 * Begins later than was asked for, because nothing older is stored.
	 * @param oldest the oldest time that can be shown
	 */
	void notBefore(Instant oldest) {
		TimeWindow asked = this.capture.window();
		if (oldest.isAfter(asked.start()) && oldest.isBefore(asked.end())) {
			moveTo(new TimeWindow(oldest, asked.end()));
		}
	}

	private void moveTo(TimeWindow window) {
		try {
			this.writer.moveTo(window);
			this.capture = this.writer.capture();
		}
		catch (IOException ex) {
			cannotWrite(ex);
		}
	}

	// for its end, unless there is more to say then
	void note(String text) {
		this.note = text;
	}

	void append(Chunk chunk) {
		if (isEnded() || !chunk.window().overlaps(this.capture.window())) {
			return;
		}
		try {
			if (this.writer.append(chunk)) {
				this.capture = this.writer.capture();
			}
			else {
				end(null, "It has reached its limit of " + this.maxBytes / 1024 / 1024
						+ " MB and ended early; raise dd.profiling.captures.max-size", true);
			}
		}
		catch (IOException ex) {
			cannotWrite(ex);
		}
	}

	void end(@Nullable Chunk liveHeap, @Nullable String why, boolean early) {
		try {
			this.capture = this.writer.end(liveHeap, (why != null) ? why : this.note, early);
		}
		catch (IOException ex) {
			cannotWrite(ex);
		}
		logger.info("Capture {} ({}) is {}{}", this.capture.id(), this.capture.cause(), this.capture.state().id(),
				(this.capture.note() != null) ? ": " + this.capture.note() : "");
	}

	// what was written can be read, and another process will see that it is not whole
	private void cannotWrite(IOException ex) {
		logger.debug("Capture {} cannot be written", this.capture.id(), ex);
		this.capture = this.capture.with(Capture.State.SHORTENED, this.capture.window(),
				"It cannot be written any more: " + ex);
	}

	static Duration untilReadable() {
		return Duration.ofSeconds(2);
	}

}
