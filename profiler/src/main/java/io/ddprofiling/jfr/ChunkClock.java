package io.ddprofiling.jfr;

import java.nio.ByteBuffer;

import one.jfr.JfrReader;

/**
 * The clock of a chunk's events.
 *
 * @param startNanos when the chunk began, in nanoseconds since 1970
 * @param startTicks the same moment by the clock
 * @param ticksPerSecond how fast the clock is
 */
record ChunkClock(long startNanos, long startTicks, long ticksPerSecond) {

	/**
	 * Of no chunk.
	 */
	static final ChunkClock NONE = new ChunkClock(0, 0, 1);

	private static final int START_NANOS_OFFSET = 32;

	private static final int START_TICKS_OFFSET = 48;

	private static final int TICKS_PER_SECOND_OFFSET = 56;

	private static final long NANO_TIME = 1_000_000_000;

	static ChunkClock of(ByteBuffer chunk) {
		return new ChunkClock(chunk.getLong(START_NANOS_OFFSET), chunk.getLong(START_TICKS_OFFSET),
				chunk.getLong(TICKS_PER_SECOND_OFFSET));
	}

	static ChunkClock of(JfrReader reader) {
		return new ChunkClock(reader.chunkStartNanos, reader.chunkStartTicks, reader.ticksPerSec);
	}

	boolean ticksNanos() {
		return this.ticksPerSecond == NANO_TIME;
	}

	// in nanoseconds since 1970
	long epochNanos(long ticks) {
		return this.startNanos + nanos(ticks - this.startTicks);
	}

	long ticks(long nanos) {
		return ticksNanos() ? nanos : Math.round(nanos * (this.ticksPerSecond / 1e9));
	}

	long nanos(long ticks) {
		return ticksNanos() ? ticks : (long) (ticks * (1e9 / this.ticksPerSecond));
	}

}
