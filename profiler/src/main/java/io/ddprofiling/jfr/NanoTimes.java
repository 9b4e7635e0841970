package io.ddprofiling.jfr;

import io.ddprofiling.profile.Sampler;
import io.ddprofiling.store.Chunk;

/**
 * The times of a chunk's events by {@link System#nanoTime()}.
 *
 * @param sampler who recorded them
 * @param epochNanos a moment in nanoseconds since 1970
 * @param nanoTime the same moment by {@link System#nanoTime()}
 */
record NanoTimes(Sampler sampler, long epochNanos, long nanoTime) {

	static NanoTimes of(Chunk chunk, long epochNanos, long nanoTime) {
		return new NanoTimes(chunk.rates().sampler(), epochNanos, nanoTime);
	}

	/**
	 * Whether the clock of the events is {@link System#nanoTime()}. The Flight Recorder's
	 * begins with the JVM or is the processor's.
	 * @param clock the clock
	 * @return {@code false} if their times are computed by way of the wall clock
	 */
	boolean isExact(ChunkClock clock) {
		return this.sampler == Sampler.ASYNC_PROFILER && clock.ticksNanos();
	}

	long of(ChunkClock clock, long ticks) {
		return isExact(clock) ? ticks : clock.epochNanos(ticks) - this.epochNanos + this.nanoTime;
	}

}
