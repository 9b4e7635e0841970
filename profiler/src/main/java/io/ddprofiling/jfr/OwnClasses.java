package io.ddprofiling.jfr;

import io.ddprofiling.profile.LongIntMap;

/**
 * Tells which classes are the profiler's own.
 */
final class OwnClasses {

	private static final int YES = 1;

	private static final int NO = 0;

	private final Symbols symbols;

	private final LongIntMap known = new LongIntMap();

	OwnClasses(Symbols symbols) {
		this.symbols = symbols;
	}

	boolean isOwn(int className) {
		if (className == Symbols.NONE) {
			return false;
		}
		int own = this.known.get(className);
		if (own == LongIntMap.ABSENT) {
			own = OwnFrames.isOwn(this.symbols.className(className)) ? YES : NO;
			this.known.put(className, own);
		}
		return own == YES;
	}

}
