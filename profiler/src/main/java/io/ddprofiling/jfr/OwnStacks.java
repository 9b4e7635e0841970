package io.ddprofiling.jfr;

import io.ddprofiling.profile.LongIntMap;
import one.jfr.ClassRef;
import one.jfr.JfrReader;
import one.jfr.MethodRef;
import one.jfr.StackTrace;

/**
 * Tells which stacks of a chunk pass through the profiler itself.
 */
final class OwnStacks {

	private static final int YES = 1;

	private static final int NO = 0;

	private final JfrReader reader;

	private final LongIntMap methods = new LongIntMap();

	OwnStacks(JfrReader reader) {
		this.reader = reader;
	}

	boolean isOwn(StackTrace stack) {
		for (long method : stack.methods) {
			int own = this.methods.get(method);
			if (own == LongIntMap.ABSENT) {
				own = OwnFrames.isOwn(className(method)) ? YES : NO;
				this.methods.put(method, own);
			}
			if (own == YES) {
				return true;
			}
		}
		return false;
	}

	String className(long methodId) {
		MethodRef method = this.reader.methods.get(methodId);
		ClassRef owner = (method != null) ? this.reader.classes.get(method.cls) : null;
		byte[] symbol = (owner != null) ? this.reader.symbols.get(owner.name) : null;
		return (symbol != null) ? FrameNames.className(symbol) : "";
	}

}
