package io.ddprofiling.recorder;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * Threads that use a processor, allocate and wait for one another.
 */
final class Workload {

	private static final Object LOCK = new Object();

	private static volatile Object sink = LOCK;

	private Workload() {
	}

	static void run(Duration duration) throws InterruptedException {
		long end = System.nanoTime() + duration.toNanos();
		List<Thread> threads = Stream.generate(() -> new Thread(() -> work(end), "workload")).limit(2).toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
	}

	static void here(Duration duration) {
		burn(duration.toNanos());
	}

	private static void work(long end) {
		while (System.nanoTime() < end) {
			synchronized (LOCK) {
				burn(10_000_000);
			}
			// without a pause of its own a thread would take the lock again at once
			burn(1_000_000);
			// native memory
			new Deflater().end();
		}
	}

	private static void burn(long nanos) {
		long end = System.nanoTime() + nanos;
		while (System.nanoTime() < end) {
			sink = new byte[1000];
		}
	}

}
