package io.ddprofiling.recorder;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Comparator;

import com.sun.management.GarbageCollectorMXBean;

/**
 * Tells when the garbage was last collected. What was allocated since may be garbage that
 * nobody has looked at yet.
 */
final class GarbageCollections {

	private GarbageCollections() {
	}

	static Instant lastStart() {
		long jvmStart = ManagementFactory.getRuntimeMXBean().getStartTime();
		return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)
			.stream()
			.filter((collector) -> isJudging(collector.getName()))
			.map(GarbageCollectorMXBean::getLastGcInfo)
			.filter((info) -> info != null)
			.map((info) -> Instant.ofEpochMilli(jvmStart + info.getStartTime()))
			.max(Comparator.naturalOrder())
			.orElse(Instant.EPOCH);
	}

	// a pause begins at the end of the cycle it belongs to, and minor cycles of ZGC leave
	// weak references to dead objects alone
	private static boolean isJudging(String collector) {
		return !collector.endsWith("Pauses") && !collector.contains("Minor");
	}

}
