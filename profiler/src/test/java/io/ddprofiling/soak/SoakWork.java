package io.ddprofiling.soak;

/**
 * A little work of every kind that is profiled.
 */
public final class SoakWork {

	private static final Object LOCK = new Object();

	private static volatile Object sink = "";

	private SoakWork() {
	}

	/**
	 * Works for some two milliseconds.
	 */
	public static void work() {
		for (int i = 0; i < 20; i++) {
			try {
				fail(i);
			}
			catch (IllegalStateException ex) {
				sink = ex;
			}
		}
		synchronized (LOCK) {
			long end = System.nanoTime() + 1_000_000;
			while (System.nanoTime() < end) {
				sink = new byte[1000];
			}
		}
	}

	private static void fail(int depth) {
		if (depth == 0) {
			throw new IllegalStateException("soaked");
		}
		fail(depth - 1);
	}

}
