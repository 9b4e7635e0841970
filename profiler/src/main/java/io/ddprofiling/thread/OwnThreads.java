package io.ddprofiling.thread;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The threads the profiler has started in this JVM, and the CPU time they have used,
 * those that have ended included.
 *
 * @since 0.1.0
 */
public final class OwnThreads {

	private static final Set<Thread> alive = new HashSet<>();

	private static long endedNanos;

	private OwnThreads() {
	}

	/**
	 * Makes a daemon thread that is counted once it runs.
	 * @param task what it does
	 * @param name its name, which begins with {@code dd-profiling}
	 * @return the thread, not started
	 */
	public static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(() -> run(task), name);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * The CPU time used so far. Only the threads made here are asked, however many the
	 * application has.
	 * @return a growing time, zero where the JVM does not measure it
	 */
	public static synchronized Duration cpuTime() {
		long nanos = endedNanos;
		for (Thread thread : alive) {
			nanos += Times.of(thread);
		}
		return Duration.ofNanos(nanos);
	}

	private static void run(Runnable task) {
		Thread self = Thread.currentThread();
		begin(self);
		try {
			task.run();
		}
		finally {
			end(self);
		}
	}

	private static synchronized void begin(Thread thread) {
		alive.add(thread);
	}

	private static synchronized void end(Thread thread) {
		endedNanos += Times.of(thread);
		alive.remove(thread);
	}

	/**
	 * Asks the JVM, which costs its management classes at the first time.
	 */
	private static final class Times {

		private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

		private static final boolean measured = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();

		static long of(Thread thread) {
			return measured ? Math.max(0, threads.getThreadCpuTime(thread.getId())) : 0;
		}

	}

}
