package io.ddprofiling.jfr;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;

/**
 * Which events of a chunk belong to a window, by their time in nanoseconds since 1970.
 *
 * @param from the first nanosecond
 * @param to the first nanosecond after
 * @param start the first nanosecond of the chunk
 * @param end the first nanosecond after the chunk
 */
record EventRange(long from, long to, long start, long end) {

	// a chunk's events are its own even if its window is not exact to the nanosecond
	static EventRange of(Chunk chunk, TimeWindow window) {
		TimeWindow covered = chunk.window();
		return new EventRange(window.start().isAfter(covered.start()) ? epochNanos(window.start()) : Long.MIN_VALUE,
				window.end().isBefore(covered.end()) ? epochNanos(window.end()) : Long.MAX_VALUE,
				epochNanos(covered.start()), epochNanos(covered.end()));
	}

	boolean contains(long time) {
		return time >= this.from && time < this.to;
	}

	// the same for every window, so that what is selected by time is what is read by time
	long inChunk(long time) {
		return Math.max(this.start, Math.min(this.end - 1, time));
	}

	boolean containsAll() {
		return this.from == Long.MIN_VALUE && this.to == Long.MAX_VALUE;
	}

	static long epochNanos(Instant instant) {
		return ChronoUnit.NANOS.between(Instant.EPOCH, instant);
	}

}
