package io.ddprofiling.jfr;

import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.LongIntMap;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.Sampler;
import one.jfr.JfrReader;

/**
 * The label sets of a chunk's samples, by thread and class.
 */
final class ChunkLabels {

	private final JfrReader reader;

	private final ProfileBuilder builder;

	private final boolean nativeIds;

	private final ChunkWork work;

	private final ChunkThreads threads;

	private final LongIntMap ids = new LongIntMap();

	private final LongIntMap workIds = new LongIntMap();

	ChunkLabels(JfrReader reader, ProfileBuilder builder, ChunkWork work) {
		this(reader, builder, work, Sampler.ASYNC_PROFILER);
	}

	ChunkLabels(JfrReader reader, ProfileBuilder builder, ChunkWork work, Sampler sampler) {
		this.reader = reader;
		this.builder = builder;
		this.work = work;
		this.threads = new ChunkThreads(reader, work);
		// the Flight Recorder numbers threads in a way of its own
		this.nativeIds = sampler == Sampler.ASYNC_PROFILER;
	}

	boolean isLeftOut(int tid) {
		return this.threads.isLeftOut(tid);
	}

	int work(int tid, long ticks) {
		return this.threads.work(tid, ticks);
	}

	long javaId(int tid) {
		return this.threads.javaId(tid);
	}

	int labels(int tid, int classId, int work) {
		long key = ((long) classId << 32) | tid;
		int id = this.ids.get(key);
		if (id == LongIntMap.ABSENT) {
			id = this.builder.labels(create(tid, classId));
			this.ids.put(key, id);
		}
		return (work == ChunkWork.NONE) ? id : withWork(id, work, tid, classId);
	}

	private int withWork(int labels, int work, int tid, int classId) {
		long key = ((long) labels << 32) | work;
		int id = this.workIds.get(key);
		if (id == LongIntMap.ABSENT) {
			List<Label> all = create(tid, classId);
			all.addAll(this.work.work(work).labels());
			id = this.builder.labels(all);
			this.workIds.put(key, id);
		}
		return id;
	}

	int ofException(int tid, int classId, int work) {
		return ofException(tid, FrameNames.className(symbol(classId)), work);
	}

	int ofException(int tid, String type, int work) {
		List<Label> labels = ofThread(tid);
		if (!type.isEmpty()) {
			labels.add(Label.of(LabelKey.EXCEPTION_TYPE, type));
		}
		labels.addAll(this.work.work(work).labels());
		return this.builder.labels(labels);
	}

	private List<Label> create(int tid, int classId) {
		List<Label> labels = ofThread(tid);
		if (classId > 0) {
			labels.add(Label.of(LabelKey.CLASS_NAME, FrameNames.className(symbol(classId))));
		}
		return labels;
	}

	private List<Label> ofThread(int tid) {
		List<Label> labels = new ArrayList<>(4);
		long javaId = this.threads.javaId(tid);
		if (javaId > 0) {
			labels.add(Label.of(LabelKey.THREAD_ID, javaId));
		}
		if (tid > 0 && this.nativeIds) {
			labels.add(Label.of(LabelKey.THREAD_NATIVE_ID, tid));
		}
		labels.add(Label.of(LabelKey.THREAD_NAME, this.threads.name(tid)));
		return labels;
	}

	private byte[] symbol(int classId) {
		var type = this.reader.classes.get(classId);
		byte[] symbol = (type != null) ? this.reader.symbols.get(type.name) : null;
		return (symbol != null) ? symbol : new byte[0];
	}

}
