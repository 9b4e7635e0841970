package io.ddprofiling.trigger;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Garbage collections take more than a share of elapsed time. Work of a collector beside
 * the application does not count.
 *
 * @since 0.1.0
 */
public final class GarbageCollectionTrigger implements Trigger {

	private final double limit;

	private final Duration window;

	private final LongSupplier collectionMillis;

	private final Deque<Reading> readings = new ArrayDeque<>();

	/**
	 * Creates a trigger.
	 * @param limit the share of elapsed time, 0 to 1
	 * @param window the time that is looked at
	 */
	public GarbageCollectionTrigger(double limit, Duration window) {
		this(limit, window, GarbageCollectionTrigger::pauses);
	}

	GarbageCollectionTrigger(double limit, Duration window, LongSupplier collectionMillis) {
		this.limit = limit;
		this.window = window;
		this.collectionMillis = collectionMillis;
	}

	@Override
	public String name() {
		return "gc";
	}

	@Override
	public void begin() {
		this.readings.clear();
		this.readings.add(new Reading(System.nanoTime(), this.collectionMillis.getAsLong()));
	}

	@Override
	public @Nullable TriggerEvent look(long now) {
		Reading newest = new Reading(now, this.collectionMillis.getAsLong());
		this.readings.addLast(newest);
		Reading oldest = this.readings.getFirst();
		if (now - oldest.at() < this.window.toNanos()) {
			return null;
		}
		this.readings.removeFirst();
		double share = (newest.millis() - oldest.millis()) * 1e6 / (now - oldest.at());
		if (share <= this.limit) {
			return null;
		}
		this.readings.clear();
		this.readings.add(newest);
		return new TriggerEvent("Garbage collections took " + Share.text(share) + " of " + this.window.toSeconds()
				+ " s, over " + Share.text(this.limit), this.window);
	}

	private static long pauses() {
		return ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.filter((collector) -> isPausing(collector.getName()))
			.mapToLong(GarbageCollectorMXBean::getCollectionTime)
			.sum();
	}

	// of ZGC and Shenandoah, and what G1 does beside the application
	private static boolean isPausing(String collector) {
		return !collector.endsWith("Cycles") && !collector.contains("Concurrent");
	}

	/**
	 * What the collectors told.
	 *
	 * @param at when, in nanoseconds
	 * @param millis the time of all collections so far
	 */
	private record Reading(long at, long millis) {

	}

}
