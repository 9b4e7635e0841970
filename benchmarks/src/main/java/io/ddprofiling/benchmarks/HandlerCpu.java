package io.ddprofiling.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Objects;

import com.sun.management.OperatingSystemMXBean;

/**
 * CPU time the process has used, but for the threads of the client that lives in it.
 */
final class HandlerCpu {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private HandlerCpu() {
	}

	static long nanos() {
		long process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
		return process - Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
			.filter(Objects::nonNull)
			.filter((thread) -> isClient(thread))
			.mapToLong((thread) -> Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId())))
			.sum();
	}

	private static boolean isClient(ThreadInfo thread) {
		return thread.getThreadName().startsWith("client-") || thread.getThreadName().startsWith("HttpClient");
	}

}
