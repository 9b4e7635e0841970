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

	/**
	 * How the names of the profiler's own threads begin; they are not the application's
	 * cost to look at.
	 */
	static final String OWN_THREADS = "dd-profiling";

	private static final int OWN = 1;

	private static final int FOREIGN = 0;

	private final JfrReader reader;

	private final ProfileBuilder builder;

	private final boolean nativeIds;

	private final LongIntMap ids = new LongIntMap();

	private final LongIntMap owners = new LongIntMap();

	ChunkLabels(JfrReader reader, ProfileBuilder builder) {
		this(reader, builder, Sampler.ASYNC_PROFILER);
	}

	ChunkLabels(JfrReader reader, ProfileBuilder builder, Sampler sampler) {
		this.reader = reader;
		this.builder = builder;
		// the Flight Recorder numbers threads in a way of its own
		this.nativeIds = sampler == Sampler.ASYNC_PROFILER;
	}

	boolean isOwnThread(int tid) {
		int owner = this.owners.get(tid);
		if (owner == LongIntMap.ABSENT) {
			String name = this.reader.threads.get(tid);
			owner = (name != null && name.startsWith(OWN_THREADS)) ? OWN : FOREIGN;
			this.owners.put(tid, owner);
		}
		return owner == OWN;
	}

	int labels(int tid, int classId) {
		long key = ((long) classId << 32) | tid;
		int id = this.ids.get(key);
		if (id == LongIntMap.ABSENT) {
			id = this.builder.labels(create(tid, classId));
			this.ids.put(key, id);
		}
		return id;
	}

	int ofException(int tid, int classId) {
		return ofException(tid, FrameNames.className(symbol(classId)));
	}

	int ofException(int tid, String type) {
		List<Label> labels = ofThread(tid);
		if (!type.isEmpty()) {
			labels.add(Label.of(LabelKey.EXCEPTION_TYPE, type));
		}
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
		Long javaId = this.reader.javaThreads.get(tid);
		String name = this.reader.threads.get(tid);
		if (javaId != null && javaId > 0) {
			labels.add(Label.of(LabelKey.THREAD_ID, javaId));
		}
		if (tid > 0 && this.nativeIds) {
			labels.add(Label.of(LabelKey.THREAD_NATIVE_ID, tid));
		}
		labels.add(Label.of(LabelKey.THREAD_NAME, (name != null && !name.isEmpty()) ? name : "Thread " + tid));
		return labels;
	}

	private byte[] symbol(int classId) {
		var type = this.reader.classes.get(classId);
		byte[] symbol = (type != null) ? this.reader.symbols.get(type.name) : null;
		return (symbol != null) ? symbol : new byte[0];
	}

}
