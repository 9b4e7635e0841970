package io.ddprofiling.jfr;

import io.ddprofiling.profile.LongIntMap;
import one.jfr.JfrReader;

/**
 * The threads of a chunk, and what they worked on.
 */
final class ChunkThreads {

	/**
	 * How the names of the profiler's own threads begin; they are not the application's
	 * cost to look at.
	 */
	private static final String OWN = "dd-profiling";

	private static final int LEFT_OUT = 1;

	private static final int WANTED = 0;

	private final JfrReader reader;

	private final ChunkWork work;

	private final LongIntMap known = new LongIntMap();

	ChunkThreads(JfrReader reader, ChunkWork work) {
		this.reader = reader;
		this.work = work;
	}

	// the profiler's own, and those that were not asked for
	boolean isLeftOut(int tid) {
		int answer = this.known.get(tid);
		if (answer == LongIntMap.ABSENT) {
			String name = name(tid);
			answer = (name.startsWith(OWN) || !this.work.filter().wantsThread(name)) ? LEFT_OUT : WANTED;
			this.known.put(tid, answer);
		}
		return answer == LEFT_OUT;
	}

	// what the thread worked on, as a number of ChunkWork's
	int work(int tid, long ticks) {
		return this.work.at(javaId(tid), this.work.nanoTime(this.reader, ticks));
	}

	long javaId(int tid) {
		Long javaId = this.reader.javaThreads.get(tid);
		return (javaId != null) ? javaId : 0;
	}

	String name(int tid) {
		String name = this.reader.threads.get(tid);
		return (name != null && !name.isEmpty()) ? name : "Thread " + tid;
	}

}
