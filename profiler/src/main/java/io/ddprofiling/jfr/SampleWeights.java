package io.ddprofiling.jfr;

import io.ddprofiling.profile.SamplingRates;

/**
 * Scales a sample to what it stands for: its value divided by the probability that it was
 * sampled.
 */
final class SampleWeights {

	private final double allocationInterval;

	private final double lockInterval;

	SampleWeights(SamplingRates rates) {
		this.allocationInterval = rates.allocationIntervalBytes();
		this.lockInterval = rates.lockIntervalNanos();
	}

	// The JVM draws the bytes until the next allocation sample from a geometric
	// distribution, so that an object is hit with probability 1 - exp(-size / interval)
	// (JEP 331).
	long bytes(long size) {
		return Math.round(size * scale(size));
	}

	long objects(long size) {
		return Math.max(1, Math.round(scale(size)));
	}

	// async-profiler samples a wait when the waiting time of all threads together passes
	// a multiple of the interval: with probability wait / interval if it is shorter.
	long delay(long nanos) {
		return Math.max(nanos, (long) this.lockInterval);
	}

	long waits(long nanos) {
		return Math.max(1, Math.round(this.lockInterval / Math.max(1, nanos)));
	}

	private double scale(long size) {
		return (this.allocationInterval <= 1 || size <= 0) ? 1 : -1 / Math.expm1(-size / this.allocationInterval);
	}

}
