package io.ddprofiling.jfr;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What recorded threads do.
 */
final class Work {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	static volatile Object sink = new Object();

	private Work() {
	}

	/**
	 * Runs a task in a thread of its own to its end.
	 * @param name the thread's name
	 * @param task the task
	 */
	static void run(String name, Task task) throws Exception {
		CompletableFuture<Void> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				task.run();
				result.complete(null);
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		}, name);
		thread.start();
		result.get(60, TimeUnit.SECONDS);
		thread.join();
	}

	// by the processor's time: on a busy machine, an elapsed second has little of it
	static void burn(long millis) {
		long end = THREADS.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		while (THREADS.getCurrentThreadCpuTime() < end) {
			compute();
		}
	}

	/**
	 * Uses a processor, and looks how much of one it had.
	 * @param millis the processor's time to use
	 * @return what was used, and what it took
	 */
	static Burnt measuredBurn(long millis) {
		long begun = System.nanoTime();
		long start = THREADS.getCurrentThreadCpuTime();
		burn(millis);
		return new Burnt(THREADS.getCurrentThreadCpuTime() - start, System.nanoTime() - begun);
	}

	private static void compute() {
		double result = 0;
		for (int i = 0; i < 10_000; i++) {
			result += Math.sqrt(result + i);
		}
		sink = result;
	}

	static void allocateBytes(int length, int count) {
		for (int i = 0; i < count; i++) {
			sink = new byte[length];
		}
	}

	static long sleep(long millis) throws InterruptedException {
		long start = System.nanoTime();
		new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
		return System.nanoTime() - start;
	}

	/**
	 * Waits for a monitor that this thread holds for a while each time.
	 * @param waiter the name of the waiting thread
	 * @param waits how often to wait
	 * @param millis how long to hold the monitor while the other thread waits
	 * @return the time it waited, in nanoseconds
	 */
	static long waitForMonitor(String waiter, int waits, long millis) throws Exception {
		ContendedMonitor monitor = new ContendedMonitor();
		long[] waited = new long[1];
		for (int i = 0; i < waits; i++) {
			Thread thread = new Thread(() -> waited[0] += enter(monitor), waiter);
			synchronized (monitor) {
				thread.start();
				await().pollInSameThread()
					.pollDelay(0, TimeUnit.MILLISECONDS)
					.pollInterval(1, TimeUnit.MILLISECONDS)
					.until(() -> thread.getState() == Thread.State.BLOCKED);
				burn(millis);
			}
			thread.join();
		}
		return waited[0];
	}

	private static long enter(ContendedMonitor monitor) {
		long start = System.nanoTime();
		synchronized (monitor) {
			return System.nanoTime() - start;
		}
	}

	static long waitForLock(String waiter, long millis) throws Exception {
		ReentrantLock lock = new ReentrantLock();
		long[] waited = new long[1];
		Thread thread = new Thread(() -> {
			long start = System.nanoTime();
			lock.lock();
			waited[0] = System.nanoTime() - start;
			lock.unlock();
		}, waiter);
		lock.lock();
		try {
			thread.start();
			await().until(() -> lock.hasQueuedThread(thread));
			burn(millis);
		}
		finally {
			lock.unlock();
		}
		thread.join();
		return waited[0];
	}

	/**
	 * What a thread had of a processor.
	 *
	 * @param used the processor's time, in nanoseconds
	 * @param elapsed the time it took, in nanoseconds
	 */
	record Burnt(long used, long elapsed) {

		/**
		 * Leaves a test out for which the machine is too busy: where threads take turns
		 * all the time, the system loses ticks of their timers.
		 */
		void assumeEnough() {
			assumeThat(this.used).as("the thread got less than three quarters of a processor")
				.isGreaterThan(this.elapsed / 4 * 3);
		}

	}

	/**
	 * Work that may fail.
	 */
	interface Task {

		void run() throws Exception;

	}

	/**
	 * A monitor with a class name of its own.
	 */
	static final class ContendedMonitor {

	}

}
