package io.ddprofiling.recorder;

/**
 * Allocates on stacks of which no two are the same.
 */
final class DistinctStacks {

	private static final int DEPTH = 100;

	private static volatile Object sink = new Object();

	private DistinctStacks() {
	}

	static void allocate(int stacks) {
		for (int i = 0; i < stacks; i++) {
			call(DEPTH, i);
		}
	}

	private static void call(int depth, int bits) {
		if (depth == 0) {
			sink = new byte[64 * 1024];
		}
		else if ((bits & 1) == 0) {
			zero(depth - 1, bits >>> 1);
		}
		else {
			one(depth - 1, bits >>> 1);
		}
	}

	private static void zero(int depth, int bits) {
		call(depth, bits);
	}

	private static void one(int depth, int bits) {
		call(depth, bits);
	}

}
