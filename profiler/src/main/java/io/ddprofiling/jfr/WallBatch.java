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
	 * Takes the samples apart by what the thread worked on.
	 * @param work what the threads worked on
	 * @param thread the Java thread's identifier
	 * @param parts takes the parts, in their order
	 */
	void split(ChunkWork work, long thread, Parts parts) {
		int done = 0;
		while (done < this.samples) {
			long now = this.firstNanos + done * this.interval;
			int present = work.at(thread, now);
			long change = work.until(thread, now);
			int end = (change == Long.MAX_VALUE) ? this.samples
					: (int) Math.min(this.samples, Math.max(done + 1, before(change, this.firstNanos, this.interval)));
			parts.add(done, end, present);
			done = end;
		}
	}

	// how many samples were taken before a time, by the same clock as the first
	static long before(long time, long first, long interval) {
		return (time <= first) ? 0 : (time - first + interval - 1) / interval;
	}

	/**
	 * Takes a part.
	 */
	interface Parts {

		void add(int from, int to, int work);

	}

}
