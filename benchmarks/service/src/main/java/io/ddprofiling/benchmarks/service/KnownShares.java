package io.ddprofiling.benchmarks.service;

/**
 * Work whose shares are known: of CPU time over methods, of bytes over classes and sites,
 * of waiting over locks, of exceptions over classes.
 */
@SuppressWarnings("serial")
final class KnownShares {

	private static final Object LONG_LOCK = new LongLock();

	private static final Object SHORT_LOCK = new ShortLock();

	private static volatile Object sink = LONG_LOCK;

	private KnownShares() {
	}

	// 70, 20 and 10 % of the CPU time
	static long compute() {
		return Truth.measured("cpu.most", () -> most(700_000)) + Truth.measured("cpu.some", () -> some(200_000))
				+ Truth.measured("cpu.little", () -> little(100_000));
	}

	// 70, 20 and 10 % of the bytes, in arrays of 1 KB, in small objects and in one array
	static long allocate() {
		return Truth.measured("bytes.arrays", KnownShares::arrays)
				+ Truth.measured("bytes.objects", KnownShares::objects)
				+ Truth.measured("bytes.large", KnownShares::large);
	}

	// held 50 ms; who comes second waits for as long
	static long waitLong() {
		return waitFor("lock.long", LONG_LOCK, 50);
	}

	// held 8 ms
	static long waitShort() {
		return waitFor("lock.short", SHORT_LOCK, 8);
	}

	// 7 of 10 of one class, 2 of another, 1 of a third
	static long fail() {
		for (int i = 0; i < 10; i++) {
			try {
				throw (i < 7) ? new OftenException() : (i < 9) ? new SeldomException() : new RareException();
			}
			catch (RuntimeException ex) {
				Truth.add("exceptions." + ex.getClass().getSimpleName(), 1);
			}
		}
		return 10;
	}

	// CPU time under 150 frames
	static long deep(int depth) {
		return (depth == 0) ? most(1_000_000) : deep(depth - 1) + 1;
	}

	private static long most(int turns) {
		return spin(1, turns);
	}

	private static long some(int turns) {
		long value = 2;
		for (int i = 0; i < turns; i++) {
			value = turn(value);
		}
		return value;
	}

	private static long little(int turns) {
		long value = 3;
		for (int i = 0; i < turns; i++) {
			value = turn(value);
		}
		return value;
	}

	private static long spin(long start, int turns) {
		long value = start;
		for (int i = 0; i < turns; i++) {
			value = turn(value);
		}
		return value;
	}

	// each needs the one before, so that the compiler can leave out none
	private static long turn(long value) {
		long next = value ^ value << 13;
		next ^= next >>> 7;
		return next ^ next << 17;
	}

	private static long arrays() {
		for (int i = 0; i < 700; i++) {
			sink = new byte[1008];
		}
		return 700;
	}

	private static long objects() {
		for (int i = 0; i < 8533; i++) {
			sink = new Work.Node(i, null);
		}
		return 8533;
	}

	private static long large() {
		sink = new byte[102_384];
		return 1;
	}

	private static long waitFor(String name, Object lock, long heldMillis) {
		long start = System.nanoTime();
		synchronized (lock) {
			Truth.add(name, System.nanoTime() - start);
			return Work.sleep(heldMillis);
		}
	}

	private static final class LongLock {

	}

	private static final class ShortLock {

	}

	private static final class OftenException extends RuntimeException {

	}

	private static final class SeldomException extends RuntimeException {

	}

	private static final class RareException extends RuntimeException {

	}

}
