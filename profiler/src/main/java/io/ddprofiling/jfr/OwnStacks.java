package io.ddprofiling.jfr;

import io.ddprofiling.profile.LongIntMap;

/**
 * Tells which stacks of a chunk pass through the profiler itself.
 */
final class OwnStacks {

	private static final int YES = 1;

	private static final int NO = 0;

	private final ChunkTables tables;

	private final OwnClasses classes;

	private final StackFrames present = new StackFrames();

	private final LongIntMap known = new LongIntMap();

	OwnStacks(ChunkTables tables, OwnClasses classes) {
		this.tables = tables;
		this.classes = classes;
	}

	boolean isOwn(long stackTraceId) {
		int own = this.known.get(stackTraceId);
		if (own == LongIntMap.ABSENT) {
			own = find(stackTraceId) ? YES : NO;
			this.known.put(stackTraceId, own);
		}
		return own == YES;
	}

	private boolean find(long stackTraceId) {
		if (!this.tables.stack(stackTraceId, this.present)) {
			return false;
		}
		this.present.decode();
		for (int i = 0; i < this.present.depth; i++) {
			if (this.classes.isOwn(this.tables.methodClass(this.present.methods[i]))) {
				return true;
			}
		}
		return false;
	}

}
