package io.ddprofiling.jfr;

import io.ddprofiling.profile.Sampler;
import io.ddprofiling.store.Chunk;
import one.jfr.JfrReader;

/**
 * The times of a chunk's events by {@link System#nanoTime()}.
 *
 * @param sampler who recorded them
 * @param epochNanos a moment in nanoseconds since 1970
 * @param nanoTime the same moment by {@link System#nanoTime()}
 */
record NanoTimes(Sampler sampler, long epochNanos, long nanoTime) {

	private static final long TICKS_OF_NANO_TIME = 1_000_000_000;

	static NanoTimes of(Chunk chunk, long epochNanos, long nanoTime) {
		return new NanoTimes(chunk.rates().sampler(), epochNanos, nanoTime);
	}

	/**
	 * Whether the clock of the events is {@link System#nanoTime()}. The Flight Recorder's
	 * begins with the JVM or is the processor's.
	 * @param reader where the events are from
	 * @return {@code false} if their times are computed by way of the wall clock
	 */
	boolean isExact(JfrReader reader) {
		return this.sampler == Sampler.ASYNC_PROFILER && reader.ticksPerSec == TICKS_OF_NANO_TIME;
	}

	long of(JfrReader reader, long ticks) {
		return isExact(reader) ? ticks : reader.eventTimeToNanos(ticks) - this.epochNanos + this.nanoTime;
	}

}
