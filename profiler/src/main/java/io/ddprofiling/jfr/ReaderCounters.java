package io.ddprofiling.jfr;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a {@link ProfileReader} has done: growing numbers, safe to read from any thread.
 *
 * @since 0.1.0
 */
public final class ReaderCounters {

	private final LongAdder profiles = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	private final LongAdder unreadableChunks = new LongAdder();

	ReaderCounters() {
	}

	/**
	 * The number of profiles read.
	 * @return the number of profiles
	 */
	public long profiles() {
		return this.profiles.sum();
	}

	/**
	 * The time spent on reading.
	 * @return nanoseconds
	 */
	public long nanos() {
		return this.nanos.sum();
	}

	/**
	 * The number of chunks left out because they could not be read.
	 * @return the number of chunks
	 */
	public long unreadableChunks() {
		return this.unreadableChunks.sum();
	}

	void read(long durationNanos) {
		this.profiles.increment();
		this.nanos.add(durationNanos);
	}

	void unreadable() {
		this.unreadableChunks.increment();
	}

}
