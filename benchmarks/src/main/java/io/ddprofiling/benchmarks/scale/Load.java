package io.ddprofiling.benchmarks.scale;

import java.lang.management.ManagementFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.OperatingSystemMXBean;
import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerSpan;
import io.ddprofiling.testsupport.DistinctStacks;

/**
 * One thread that always works, and threads that wait for something to do, all as deep as
 * told. The work is done in units, each of the same number of steps and in one of many
 * places, each in a span.
 */
final class Load {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	/**
	 * Some 100 megabytes a second.
	 */
	private static final int STEPS_PER_ALLOCATION = 1_000_000;

	private static volatile Object sink = "";

	private static volatile long result;

	private final int depth;

	private final int places;

	private final int steps;

	private int untilAllocation;

	private volatile long units;

	/**
	 * Describes a load.
	 * @param depth frames of every stack
	 * @param places in how many places the work is done
	 * @param steps of one unit; a compiler does several of them in a nanosecond
	 */
	Load(int depth, int places, int steps) {
		this.depth = depth;
		this.places = places;
		this.steps = steps;
	}

	void start(int threads) {
		start("worker", this::work);
		for (int i = 1; i < threads; i++) {
			start("waiting-" + i, () -> DistinctStacks.run(this.depth / 2, 0, Load::await));
		}
	}

	/**
	 * CPU time and work up to now.
	 * @return what this process has used, and the units done with it
	 */
	Reading read() {
		return new Reading(SYSTEM.getProcessCpuTime(), this.units, System.nanoTime());
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(null, task, name, 8 * 1024 * 1024);
		thread.setDaemon(true);
		thread.start();
	}

	private static void await() {
		while (true) {
			LockSupport.park();
		}
	}

	private void work() {
		long done = 0;
		while (true) {
			int place = ThreadLocalRandom.current().nextInt(this.places);
			ProfilerSpan span = Profiler.span("unit");
			DistinctStacks.run(this.depth / 2, place, this::unit);
			span.close();
			this.units = ++done;
		}
	}

	private void unit() {
		long value = System.nanoTime();
		for (int step = 0; step < this.steps; step++) {
			value = value * 6364136223846793005L + 1442695040888963407L;
		}
		this.untilAllocation -= this.steps;
		if (this.untilAllocation < 0) {
			this.untilAllocation += STEPS_PER_ALLOCATION;
			sink = new byte[10 * 1024];
		}
		result = value;
	}

	/**
	 * A state of the counters.
	 *
	 * @param cpuNanos CPU time of the process
	 * @param units units done
	 * @param nanos when this was
	 */
	record Reading(long cpuNanos, long units, long nanos) {

		double cpuOfUnit(Reading before) {
			return (this.cpuNanos - before.cpuNanos) / (double) (this.units - before.units);
		}

		double unitsPerSecond(Reading before) {
			return (this.units - before.units) * 1e9 / (this.nanos - before.nanos);
		}

	}

}
