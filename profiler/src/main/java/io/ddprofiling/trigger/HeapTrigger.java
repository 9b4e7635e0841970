package io.ddprofiling.trigger;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import org.jspecify.annotations.Nullable;

/**
 * More than a share of the heap is in use after a garbage collection.
 *
 * @since 0.1.0
 */
public final class HeapTrigger implements Trigger {

	private final double limit;

	private final Set<String> pools = ManagementFactory.getMemoryPoolMXBeans()
		.stream()
		.filter((pool) -> pool.getType() == MemoryType.HEAP)
		.map(MemoryPoolMXBean::getName)
		.collect(Collectors.toSet());

	private long endOfLast;

	/**
	 * Creates a trigger.
	 * @param limit the share of the largest possible heap, 0 to 1
	 */
	public HeapTrigger(double limit) {
		this.limit = limit;
	}

	@Override
	public String name() {
		return "heap";
	}

	@Override
	public void begin() {
		this.endOfLast = newest().map(GcInfo::getEndTime).orElse(0L);
	}

	@Override
	public @Nullable TriggerEvent look(long now) {
		GcInfo collection = newest().filter((info) -> info.getEndTime() > this.endOfLast).orElse(null);
		if (collection == null) {
			return null;
		}
		this.endOfLast = collection.getEndTime();
		long used = collection.getMemoryUsageAfterGc()
			.entrySet()
			.stream()
			.filter((pool) -> this.pools.contains(pool.getKey()))
			.map(Map.Entry::getValue)
			.mapToLong((usage) -> usage.getUsed())
			.sum();
		double share = used / (double) Runtime.getRuntime().maxMemory();
		return (share > this.limit) ? new TriggerEvent(
				"Heap after a garbage collection at " + Share.text(share) + ", over " + Share.text(this.limit),
				Duration.ZERO) : null;
	}

	private static Optional<GcInfo> newest() {
		return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)
			.stream()
			.map(GarbageCollectorMXBean::getLastGcInfo)
			.filter((info) -> info != null)
			.max(Comparator.comparing(GcInfo::getEndTime));
	}

}
