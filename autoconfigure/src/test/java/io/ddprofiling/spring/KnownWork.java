package io.ddprofiling.spring;

/**
 * Work whose cost is known, each kind in a method of its own, so that a sample's stack
 * tells whose it is.
 */
final class KnownWork {

	/**
	 * About a millisecond.
	 */
	private static final int MILLISECOND = 500_000;

	// what is seen from outside is not optimised away
	private static volatile Object sink = 0;

	private KnownWork() {
	}

	static String orders() {
		return work(24, 200);
	}

	static String basket() {
		return work(12, 600);
	}

	static String search() {
		return work(12, 1200);
	}

	static String callable() {
		return work(20, 0);
	}

	static String later() {
		return work(20, 0);
	}

	static String future() {
		return work(20, 0);
	}

	static String commonPool() {
		return work(20, 0);
	}

	static String inner() {
		return work(20, 0);
	}

	static String price() {
		return work(20, 0);
	}

	static String scheduled() {
		return work(5, 0);
	}

	static String direct() {
		return work(20, 0);
	}

	static String emitted() {
		return work(20, 0);
	}

	static String delayed() {
		return work(20, 0);
	}

	private static String work(int milliseconds, int kilobytes) {
		for (int i = 0; i < milliseconds * 100; i++) {
			sink = turn(i, MILLISECOND / 100);
		}
		for (int i = 0; i < kilobytes; i++) {
			sink = new byte[1024 - 16];
		}
		return "done";
	}

	// nothing a compiler could leave out
	private static int turn(int seed, int times) {
		int value = seed | 1;
		for (int i = 0; i < times; i++) {
			value ^= value << 13;
			value ^= value >>> 17;
			value ^= value << 5;
		}
		return value;
	}

}
