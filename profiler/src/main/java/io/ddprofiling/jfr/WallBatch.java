package io.ddprofiling.jfr;

/**
 * The samples of elapsed time that one event of async-profiler's stands for: a thread
 * that stays idle has one stack, but can begin or end something meanwhile.
 *
 * @param firstNanos when the first was taken, by {@link System#nanoTime()}
 * @param samples how many there are
 * @param interval the nanoseconds between two
 */
record WallBatch(long firstNanos, int samples, long interval) {

	/**
	 * How many of the samples belong to what the thread worked on at one of them, from
	 * that one on.
	 * @param work what the threads worked on
	 * @param timeline what this one worked on
	 * @param from the position of the one
	 * @return the position of the first that belongs to something else
	 */
	int end(ChunkWork work, ThreadTimeline timeline, int from) {
		long change = work.until(timeline, nanoTime(from));
		return (change == Long.MAX_VALUE) ? this.samples
				: (int) Math.min(this.samples, Math.max(from + 1, before(change, this.firstNanos, this.interval)));
	}

	long nanoTime(int sample) {
		return this.firstNanos + sample * this.interval;
	}

	// how many samples were taken before a time, by the same clock as the first
	static long before(long time, long first, long interval) {
		return (time <= first) ? 0 : (time - first + interval - 1) / interval;
	}

}
