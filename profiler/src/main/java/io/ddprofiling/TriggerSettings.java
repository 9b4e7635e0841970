package io.ddprofiling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.trigger.CpuTrigger;
import io.ddprofiling.trigger.GarbageCollectionTrigger;
import io.ddprofiling.trigger.HeapTrigger;
import io.ddprofiling.trigger.OutOfMemoryTrigger;
import io.ddprofiling.trigger.SlowWorkTrigger;
import io.ddprofiling.trigger.StartUpTrigger;
import io.ddprofiling.trigger.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * For which events a window is captured by itself; for none if nothing is set. Every
 * method checks its argument and throws {@link IllegalArgumentException} with the allowed
 * range. Not thread safe.
 *
 * @since 0.1.0
 */
public final class TriggerSettings {

	private Duration before = Duration.ofSeconds(30);

	private Duration after = Duration.ofSeconds(30);

	private Duration cooldown = Duration.ofMinutes(10);

	private Duration globalCooldown = Duration.ofMinutes(1);

	private double cpuPercent;

	private Duration cpuLasting = Duration.ofSeconds(30);

	private double heapPercent;

	private double gcPercent;

	private Duration gcLasting = Duration.ofSeconds(30);

	private @Nullable Duration slowWork;

	private boolean outOfMemory;

	private boolean startUp;

	private final List<Trigger> others = new ArrayList<>();

	/**
	 * How much of what is recorded before an event belongs to its window.
	 * @param before 1 s to 30 minutes, 30 s if not set
	 * @return these settings
	 */
	public TriggerSettings before(Duration before) {
		this.before = ProfilerBuilder.between("before", before, Duration.ofSeconds(1), Duration.ofMinutes(30));
		return this;
	}

	/**
	 * How long an event's window goes on.
	 * @param after 1 s to 30 minutes, 30 s if not set
	 * @return these settings
	 */
	public TriggerSettings after(Duration after) {
		this.after = ProfilerBuilder.between("after", after, Duration.ofSeconds(1), Duration.ofMinutes(30));
		return this;
	}

	/**
	 * How long a trigger rests after it has fired.
	 * @param cooldown 1 s to 7 days, 10 minutes if not set
	 * @return these settings
	 */
	public TriggerSettings cooldown(Duration cooldown) {
		this.cooldown = ProfilerBuilder.between("cooldown", cooldown, Duration.ofSeconds(1), Duration.ofDays(7));
		return this;
	}

	/**
	 * How long all triggers rest after one has fired.
	 * @param cooldown 1 s to 7 days, 1 minute if not set
	 * @return these settings
	 */
	public TriggerSettings globalCooldown(Duration cooldown) {
		this.globalCooldown = ProfilerBuilder.between("cooldown", cooldown, Duration.ofSeconds(1), Duration.ofDays(7));
		return this;
	}

	/**
	 * Fires when the process uses more than a share of its processors for some time.
	 * @param percent 0.1 to 100, or 0 not to look
	 * @return these settings
	 */
	public TriggerSettings cpu(double percent) {
		this.cpuPercent = percent(percent);
		return this;
	}

	/**
	 * For how long the share of the processors has to be used.
	 * @param lasting 1 s to 10 minutes, 30 s if not set
	 * @return these settings
	 */
	public TriggerSettings cpuLasting(Duration lasting) {
		this.cpuLasting = lasting(lasting);
		return this;
	}

	/**
	 * Fires when more than a share of the largest possible heap is in use after a garbage
	 * collection.
	 * @param percent 0.1 to 100, or 0 not to look
	 * @return these settings
	 */
	public TriggerSettings heap(double percent) {
		this.heapPercent = percent(percent);
		return this;
	}

	/**
	 * Fires when garbage collections take more than a share of elapsed time.
	 * @param percent 0.1 to 100, or 0 not to look
	 * @return these settings
	 */
	public TriggerSettings garbageCollection(double percent) {
		this.gcPercent = percent(percent);
		return this;
	}

	/**
	 * The time in which garbage collections have to take their share.
	 * @param lasting 1 s to 10 minutes, 30 s if not set
	 * @return these settings
	 */
	public TriggerSettings garbageCollectionLasting(Duration lasting) {
		this.gcLasting = lasting(lasting);
		return this;
	}

	/**
	 * Fires when a request, or other work, has taken longer than a limit.
	 * @param limit 1 ms to 1 h
	 * @return these settings
	 */
	public TriggerSettings slowEndpoint(Duration limit) {
		this.slowWork = ProfilerBuilder.between("limit", limit, Duration.ofMillis(1), Duration.ofHours(1));
		return this;
	}

	/**
	 * Fires when an {@link OutOfMemoryError} has ended a thread or a request.
	 * @param enabled whether to look
	 * @return these settings
	 */
	public TriggerSettings outOfMemory(boolean enabled) {
		this.outOfMemory = enabled;
		return this;
	}

	/**
	 * Fires when the profiler starts, for the minute that begins then.
	 * @param enabled whether to do so
	 * @return these settings
	 */
	public TriggerSettings startUp(boolean enabled) {
		this.startUp = enabled;
		return this;
	}

	/**
	 * Fires for events of the user's own.
	 * @param trigger looks for them
	 * @return these settings
	 */
	public TriggerSettings trigger(Trigger trigger) {
		this.others.add(trigger);
		return this;
	}

	Duration before() {
		return this.before;
	}

	Duration after() {
		return this.after;
	}

	Duration cooldown() {
		return this.cooldown;
	}

	Duration globalCooldown() {
		return this.globalCooldown;
	}

	/**
	 * Makes what looks for the events.
	 * @return triggers that have not begun
	 */
	List<Trigger> create() {
		List<Trigger> triggers = new ArrayList<>();
		if (this.startUp) {
			triggers.add(new StartUpTrigger());
		}
		if (this.outOfMemory) {
			triggers.add(new OutOfMemoryTrigger());
		}
		if (this.cpuPercent > 0) {
			triggers.add(new CpuTrigger(this.cpuPercent / 100, this.cpuLasting));
		}
		if (this.heapPercent > 0) {
			triggers.add(new HeapTrigger(this.heapPercent / 100));
		}
		if (this.gcPercent > 0) {
			triggers.add(new GarbageCollectionTrigger(this.gcPercent / 100, this.gcLasting));
		}
		if (this.slowWork != null) {
			triggers.add(new SlowWorkTrigger(this.slowWork));
		}
		triggers.addAll(this.others);
		return List.copyOf(triggers);
	}

	private static double percent(double percent) {
		if (percent != 0 && !(percent >= 0.1 && percent <= 100)) {
			throw new IllegalArgumentException("'percent' must be between 0.1 and 100, or 0: " + percent);
		}
		return percent;
	}

	private static Duration lasting(Duration lasting) {
		return ProfilerBuilder.between("lasting", lasting, Duration.ofSeconds(1), Duration.ofMinutes(10));
	}

}
