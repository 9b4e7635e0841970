package io.ddprofiling.trigger;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

import com.sun.management.OperatingSystemMXBean;
import org.jspecify.annotations.Nullable;

/**
 * The process uses more than a share of its processors for some time without a break.
 *
 * @since 0.1.0
 */
public final class CpuTrigger implements Trigger {

	private final double limit;

	private final Duration lasting;

	private final LongSupplier cpuNanos;

	private long lookedAt;

	private long used;

	private @Nullable Long overSince;

	/**
	 * Creates a trigger.
	 * @param limit the share of all processors, 0 to 1
	 * @param lasting how long more than that has to be used
	 */
	public CpuTrigger(double limit, Duration lasting) {
		this(limit, lasting, ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getProcessCpuTime);
	}

	CpuTrigger(double limit, Duration lasting, LongSupplier cpuNanos) {
		this.limit = limit;
		this.lasting = lasting;
		this.cpuNanos = cpuNanos;
	}

	@Override
	public String name() {
		return "cpu";
	}

	@Override
	public void begin() {
		this.lookedAt = System.nanoTime();
		this.used = this.cpuNanos.getAsLong();
		this.overSince = null;
	}

	@Override
	public @Nullable TriggerEvent look(long now) {
		long before = this.lookedAt;
		long usedNow = this.cpuNanos.getAsLong();
		double share = (usedNow - this.used)
				/ (double) (Math.max(1, now - before) * Runtime.getRuntime().availableProcessors());
		this.lookedAt = now;
		this.used = usedNow;
		if (share <= this.limit) {
			this.overSince = null;
			return null;
		}
		this.overSince = (this.overSince != null) ? this.overSince : Long.valueOf(before);
		Duration over = Duration.ofNanos(now - this.overSince);
		if (over.compareTo(this.lasting) < 0) {
			return null;
		}
		this.overSince = now;
		return new TriggerEvent("CPU time over " + Share.text(this.limit) + " of the processors for "
				+ this.lasting.toSeconds() + " s, " + Share.text(share) + " at last", over);
	}

}
