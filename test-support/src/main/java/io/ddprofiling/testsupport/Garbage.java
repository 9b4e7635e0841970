package io.ddprofiling.testsupport;

/**
 * Allocation, so that there is something to sample in a window, however short it is.
 */
public final class Garbage {

	private static final int SIZE = 100_000;

	private static volatile byte[] sink = {};

	private Garbage() {
	}

	/**
	 * Allocate on this thread, and keep nothing.
	 * @param megabytes how much, of a million bytes each
	 */
	public static void make(int megabytes) {
		for (int i = 0; i < megabytes * 10; i++) {
			sink = new byte[SIZE];
		}
	}

}
