package io.ddprofiling.testsupport;

/**
 * Stacks of which no two are the same.
 */
public final class DistinctStacks {

	private DistinctStacks() {
	}

	/**
	 * Does something at the end of a stack.
	 * @param depth how deep to go, in pairs of frames
	 * @param stack which stack, each binary digit is a step
	 * @param leaf what to do
	 */
	public static void run(int depth, int stack, Runnable leaf) {
		if (depth == 0) {
			leaf.run();
		}
		else if ((stack & 1) == 0) {
			zero(depth - 1, stack >>> 1, leaf);
		}
		else {
			one(depth - 1, stack >>> 1, leaf);
		}
	}

	private static void zero(int depth, int stack, Runnable leaf) {
		run(depth, stack, leaf);
	}

	private static void one(int depth, int stack, Runnable leaf) {
		run(depth, stack, leaf);
	}

}
