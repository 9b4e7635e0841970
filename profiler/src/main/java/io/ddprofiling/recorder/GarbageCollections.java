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
			.map(GarbageCollectorMXBean::getLastGcInfo)
			.filter((info) -> info != null)
			.map((info) -> Instant.ofEpochMilli(jvmStart + info.getStartTime()))
			.max(Comparator.naturalOrder())
			.orElse(Instant.EPOCH);
	}

}
