package io.ddprofiling.benchmarks.service;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What the service knows of its own work, by the clocks and counters of the JVM.
 */
final class Truth {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final Map<String, LongAdder> SUMS = new ConcurrentHashMap<>();

	private Truth() {
	}

	// measures one piece of work, which costs about a microsecond
	static long measured(String name, LongSupplier work) {
		long allocated = THREADS.getCurrentThreadAllocatedBytes();
		long start = System.nanoTime();
		long cpu = THREADS.getCurrentThreadCpuTime();
		long result = work.getAsLong();
		add(name + ".cpu", THREADS.getCurrentThreadCpuTime() - cpu);
		add(name + ".elapsed", System.nanoTime() - start);
		add(name + ".allocated", THREADS.getCurrentThreadAllocatedBytes() - allocated);
		add(name + ".count", 1);
		return result;
	}

	static void add(String name, long amount) {
		SUMS.computeIfAbsent(name, (key) -> new LongAdder()).add(amount);
	}

	static Map<String, Long> sums() {
		Map<String, Long> sums = new TreeMap<>();
		SUMS.forEach((name, sum) -> sums.put(name, sum.sum()));
		sums.put("process.cpu", SYSTEM.getProcessCpuTime());
		sums.put("process.elapsed", System.nanoTime());
		sums.put("process.classes", (long) ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
		sums.put("process.threads", (long) THREADS.getThreadCount());
		sums.put("process.nonheap", ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed());
		sums.put("process.gc.elapsed",
				1_000_000 * ManagementFactory.getGarbageCollectorMXBeans()
					.stream()
					.mapToLong(GarbageCollectorMXBean::getCollectionTime)
					.sum());
		return sums;
	}

}
