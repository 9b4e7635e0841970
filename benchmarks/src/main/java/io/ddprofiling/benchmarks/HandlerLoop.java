package io.ddprofiling.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The handler without anything around it.
 */
final class HandlerLoop {

	private static final int CALLS = 20_000;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private HandlerLoop() {
	}

	static double microsPerCall() {
		FailingController handler = new FailingController();
		long caught = call(handler, CALLS / 4);
		long cpu = THREADS.getCurrentThreadCpuTime();
		caught += call(handler, CALLS);
		long nanos = THREADS.getCurrentThreadCpuTime() - cpu;
		if (caught != (CALLS + CALLS / 4L) * FailingController.EXCEPTIONS) {
			throw new IllegalStateException("The handler has lost exceptions");
		}
		return nanos / 1000.0 / CALLS;
	}

	private static long call(FailingController handler, int times) {
		long caught = 0;
		for (int i = 0; i < times; i++) {
			caught += handler.fail();
		}
		return caught;
	}

}
