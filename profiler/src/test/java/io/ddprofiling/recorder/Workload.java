package io.ddprofiling.recorder;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * Threads that use a processor, allocate and wait for one another.
 */
final class Workload {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final Object LOCK = new Object();

	private static volatile Object sink = LOCK;

	private Workload() {
	}

	// as much of a processor's time as the two can have of one lock: on a busy machine,
	// an
	// elapsed second has little of it
	static void run(Duration duration) throws InterruptedException {
		CountDownLatch ready = new CountDownLatch(2);
		List<Thread> threads = Stream.generate(() -> new Thread(() -> work(ready, duration.toNanos() / 2), "workload"))
			.limit(2)
			.toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
	}

	static void here(Duration duration) {
		burn(duration.toNanos());
	}

	private static void work(CountDownLatch ready, long nanos) {
		ready.countDown();
		while (ready.getCount() > 0) {
			Thread.onSpinWait();
		}
		long end = THREADS.getCurrentThreadCpuTime() + nanos;
		while (THREADS.getCurrentThreadCpuTime() < end) {
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
		long end = THREADS.getCurrentThreadCpuTime() + nanos;
		while (THREADS.getCurrentThreadCpuTime() < end) {
			sink = new byte[1000];
		}
	}

}
