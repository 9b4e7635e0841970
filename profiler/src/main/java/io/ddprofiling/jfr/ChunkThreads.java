package io.ddprofiling.jfr;

import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.profile.LongIntMap;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a chunk, and what they worked on.
 */
final class ChunkThreads {

	/**
	 * How the names of the profiler's own threads begin; they are not the application's
	 * cost to look at.
	 */
	private static final String OWN = "dd-profiling";

	private final ChunkTables tables;

	private final ChunkWork work;

	private final LongIntMap positions = new LongIntMap();

	private final List<SampledThread> threads = new ArrayList<>();

	ChunkThreads(ChunkTables tables, ChunkWork work) {
		this.tables = tables;
		this.work = work;
	}

	SampledThread thread(int tid) {
		int position = this.positions.get(Integer.toUnsignedLong(tid));
		if (position == LongIntMap.ABSENT) {
			position = this.threads.size();
			this.positions.put(Integer.toUnsignedLong(tid), position);
			this.threads.add(read(tid));
		}
		return this.threads.get(position);
	}

	private SampledThread read(int tid) {
		String known = this.tables.threadName(tid);
		String name = (known != null && !known.isEmpty()) ? known : "Thread " + tid;
		long javaId = this.tables.javaId(tid);
		boolean leftOut = name.startsWith(OWN) || !this.work.filter().wantsThread(name);
		return new SampledThread(tid, name, javaId, leftOut, this.work.timeline(javaId));
	}

	// what the thread worked on, as a number of ChunkWork's
	int work(SampledThread thread, long ticks) {
		return (thread.timeline() != null)
				? this.work.at(thread.timeline(), this.work.nanoTime(this.tables.clock(), ticks)) : ChunkWork.NONE;
	}

	/**
	 * A thread of the chunk.
	 *
	 * @param tid its number in the chunk
	 * @param name its name
	 * @param javaId the Java thread's identifier, 0 if it is not known
	 * @param leftOut whether it is the profiler's own, or was not asked for
	 * @param timeline what it worked on, {@code null} if nothing is known
	 */
	record SampledThread(int tid, String name, long javaId, boolean leftOut, @Nullable ThreadTimeline timeline) {

	}

}
