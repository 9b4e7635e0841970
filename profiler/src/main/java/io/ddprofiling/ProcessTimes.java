package io.ddprofiling;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import com.sun.management.OperatingSystemMXBean;
import io.ddprofiling.recorder.EngineThreads;
import io.ddprofiling.thread.OwnThreads;

/**
 * The CPU times of this process.
 */
final class ProcessTimes implements OverheadMeter.CpuTimes {

	private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

	private final EngineThreads engine = new EngineThreads();

	@Override
	public Duration process() {
		return Duration.ofNanos(Math.max(0, this.system.getProcessCpuTime()));
	}

	@Override
	public Duration threads() {
		return OwnThreads.cpuTime();
	}

	@Override
	public Duration engine() {
		return this.engine.cpuTime();
	}

	@Override
	public void engineStarts() {
		this.engine.starting();
	}

	@Override
	public void engineStarted() {
		this.engine.started();
	}

}
