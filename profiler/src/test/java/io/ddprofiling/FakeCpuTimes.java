package io.ddprofiling;

import java.time.Duration;

/**
 * CPU times that move when the test says.
 */
final class FakeCpuTimes implements OverheadMeter.CpuTimes {

	private Duration process = Duration.ofHours(3);

	private Duration threads = Duration.ofSeconds(20);

	private Duration engine = Duration.ofSeconds(10);

	private int starts;

	void use(long processMillis, long threadMillis, long engineMillis) {
		this.process = this.process.plusMillis(processMillis);
		this.threads = this.threads.plusMillis(threadMillis);
		this.engine = this.engine.plusMillis(engineMillis);
	}

	int starts() {
		return this.starts;
	}

	@Override
	public Duration process() {
		return this.process;
	}

	@Override
	public Duration threads() {
		return this.threads;
	}

	@Override
	public Duration engine() {
		return this.engine;
	}

	@Override
	public void engineStarts() {
	}

	@Override
	public void engineStarted() {
		this.starts++;
	}

}
