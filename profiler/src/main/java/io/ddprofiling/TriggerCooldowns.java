package io.ddprofiling;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How long triggers rest after one has fired. Knows no clock.
 */
final class TriggerCooldowns {

	private final Duration each;

	private final Duration all;

	private final Map<String, Long> fired = new HashMap<>();

	private @Nullable Long anyFired;

	TriggerCooldowns(Duration each, Duration all) {
		this.each = each;
		this.all = all;
	}

	boolean isOver(String trigger, long now) {
		return hasPassed(this.each, this.fired.get(trigger), now) && hasPassed(this.all, this.anyFired, now);
	}

	void fired(String trigger, long now) {
		this.fired.put(trigger, now);
		this.anyFired = now;
	}

	private static boolean hasPassed(Duration rest, @Nullable Long since, long now) {
		return since == null || now - since >= rest.toNanos();
	}

}
