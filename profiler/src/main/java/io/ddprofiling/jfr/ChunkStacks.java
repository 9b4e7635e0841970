package io.ddprofiling.jfr;

import io.ddprofiling.profile.LongIntMap;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * The stacks of a chunk, entered into the profile when the first sample refers to them.
 * What was entered is remembered for the next chunk, as far as that has the same methods.
 */
final class ChunkStacks {

	/**
	 * Stands for every stack that passes through the profiler itself.
	 */
	static final int OWN = Integer.MAX_VALUE;

	/**
	 * The name of what has none.
	 */
	static final String UNKNOWN = "[unknown]";

	private final ProfileBuilder builder;

	private final ChunkFrames frames;

	private final StackFrames stack = new StackFrames();

	private final StackMemory memory = new StackMemory();

	private final LongIntMap ids = new LongIntMap();

	private @Nullable ChunkTables tables;

	private int[] present = new int[128];

	ChunkStacks(SharedTables shared, Sampler sampler) {
		this.builder = shared.builder();
		this.frames = new ChunkFrames(shared, sampler);
	}

	/**
	 * Goes on to another chunk.
	 * @param next what its events refer to
	 */
	void open(ChunkTables next) {
		this.tables = next;
		this.ids.clear();
		if (!this.frames.open(next)) {
			this.memory.clear();
		}
	}

	// or OWN
	int stack(long stackTraceId) {
		int id = this.ids.get(stackTraceId);
		if (id == LongIntMap.ABSENT) {
			id = enter(stackTraceId);
			this.ids.put(stackTraceId, id);
		}
		return id;
	}

	private int enter(long stackTraceId) {
		if (this.tables == null || !this.tables.stack(stackTraceId, this.stack)) {
			return unknown();
		}
		int known = this.memory.find(stackTraceId, this.stack);
		if (known == LongIntMap.ABSENT) {
			known = stack(this.stack, 0);
			this.memory.keep(stackTraceId, this.stack, known);
		}
		return known;
	}

	int unknown() {
		this.present[0] = this.builder.frame(this.builder.function(UNKNOWN, ""), 0);
		return this.builder.stack(this.present, 1);
	}

	// without the first frames, the leaves
	int stack(StackFrames read, int skipped) {
		read.decode();
		int depth = read.depth;
		if (depth > this.present.length) {
			this.present = new int[depth * 2];
		}
		for (int i = 0; i < depth; i++) {
			int place = this.frames.place(read, i);
			if (this.frames.isOwn(place)) {
				return OWN;
			}
			this.present[i] = place;
		}
		for (int i = skipped; i < depth; i++) {
			this.present[i - skipped] = this.frames.frame(this.present[i]);
		}
		return this.builder.stack(this.present, depth - skipped);
	}

}
