package io.ddprofiling.jfr;

import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.jfr.ChunkThreads.SampledThread;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.LongIntMap;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.Sampler;

/**
 * The label sets of a chunk's samples, by thread and class.
 */
final class ChunkLabels {

	private final ChunkTables tables;

	private final Symbols symbols;

	private final ProfileBuilder builder;

	private final boolean nativeIds;

	private final ChunkWork work;

	private final ChunkThreads threads;

	private final LongIntMap ids = new LongIntMap();

	private final LongIntMap workIds = new LongIntMap();

	ChunkLabels(ChunkTables tables, SharedTables shared, ChunkWork work) {
		this(tables, shared, work, Sampler.ASYNC_PROFILER);
	}

	ChunkLabels(ChunkTables tables, SharedTables shared, ChunkWork work, Sampler sampler) {
		this.tables = tables;
		this.symbols = shared.symbols();
		this.builder = shared.builder();
		this.work = work;
		this.threads = new ChunkThreads(tables, work);
		// the Flight Recorder numbers threads in a way of its own
		this.nativeIds = sampler == Sampler.ASYNC_PROFILER;
	}

	SampledThread thread(int tid) {
		return this.threads.thread(tid);
	}

	int work(SampledThread thread, long ticks) {
		return this.threads.work(thread, ticks);
	}

	int labels(SampledThread thread, int classId, int work) {
		long key = ((long) classId << 32) | thread.tid();
		int id = this.ids.get(key);
		if (id == LongIntMap.ABSENT) {
			id = this.builder.labels(create(thread, classId));
			this.ids.put(key, id);
		}
		return (work == ChunkWork.NONE) ? id : withWork(id, work, thread, classId);
	}

	private int withWork(int labels, int work, SampledThread thread, int classId) {
		long key = ((long) labels << 32) | work;
		int id = this.workIds.get(key);
		if (id == LongIntMap.ABSENT) {
			List<Label> all = create(thread, classId);
			all.addAll(this.work.work(work).labels());
			id = this.builder.labels(all);
			this.workIds.put(key, id);
		}
		return id;
	}

	int ofException(SampledThread thread, int classId, int work) {
		return ofException(thread, className(classId), work);
	}

	int ofException(SampledThread thread, String type, int work) {
		List<Label> labels = ofThread(thread);
		if (!type.isEmpty()) {
			labels.add(Label.of(LabelKey.EXCEPTION_TYPE, type));
		}
		labels.addAll(this.work.work(work).labels());
		return this.builder.labels(labels);
	}

	private List<Label> create(SampledThread thread, int classId) {
		List<Label> labels = ofThread(thread);
		if (classId > 0) {
			labels.add(Label.of(LabelKey.CLASS_NAME, className(classId)));
		}
		return labels;
	}

	private List<Label> ofThread(SampledThread thread) {
		List<Label> labels = new ArrayList<>();
		if (thread.javaId() > 0) {
			labels.add(Label.of(LabelKey.THREAD_ID, thread.javaId()));
		}
		if (thread.tid() > 0 && this.nativeIds) {
			labels.add(Label.of(LabelKey.THREAD_NATIVE_ID, thread.tid()));
		}
		labels.add(Label.of(LabelKey.THREAD_NAME, thread.name()));
		return labels;
	}

	private String className(int classId) {
		int symbol = this.tables.className(classId);
		return (symbol != Symbols.NONE) ? this.symbols.className(symbol) : "";
	}

}
