package io.ddprofiling.jfr;

import io.ddprofiling.profile.SamplingRates;

/**
 * Scales a sample to what it stands for: its value divided by the probability that it was
 * sampled.
 */
final class SampleWeights {

	private final long allocationInterval;

	private final double lockInterval;

	private final Rounding objects = new Rounding();

	private final Rounding waits = new Rounding();

	SampleWeights(SamplingRates rates) {
		this.allocationInterval = rates.allocationIntervalBytes();
		this.lockInterval = rates.lockIntervalNanos();
	}

	long bytes(long size, long buffer) {
		return Math.round(size * scale(size, buffer));
	}

	long objects(long size, long buffer) {
		return this.objects.round(scale(size, buffer));
	}

	// async-profiler samples a wait when the waiting time of all threads together passes
	// a multiple of the interval: with probability wait / interval if it is shorter.
	long delay(long nanos) {
		return Math.max(nanos, (long) this.lockInterval);
	}

	long waits(long nanos) {
		return this.waits.round(Math.max(1, this.lockInterval / Math.max(1, nanos)));
	}

	private double scale(long size, long buffer) {
		if (size <= 0) {
			return 1;
		}
		return isSampledByTheJvm(size, buffer) ? 1 / probability(size) : bufferBytes(size, buffer) / (double) size;
	}

	// The JVM draws the bytes until the next allocation sample from a geometric
	// distribution, so that an object is hit with probability 1 - exp(-size / interval)
	// (JEP 331).
	private double probability(long size) {
		return (this.allocationInterval <= 1) ? 1 : -Math.expm1(-size / (double) this.allocationInterval);
	}

	// While another profiler has the JVM's sampler, async-profiler takes samples where
	// threads get new buffers, each time these come to a multiple of the interval. It
	// does not say so, but then the buffer is one.
	private boolean isSampledByTheJvm(long size, long buffer) {
		return buffer == Math.max(size, this.allocationInterval);
	}

	private long bufferBytes(long size, long buffer) {
		return Math.max(Math.max(size, buffer), this.allocationInterval);
	}

	/**
	 * Makes whole numbers of at least 1 whose sum is right: what is cut off one is added
	 * to the next. Rounding each for itself would be wrong by up to a third, always in
	 * the same direction for objects of one size.
	 */
	private static final class Rounding {

		private double rest;

		long round(double number) {
			double sum = number + this.rest;
			long whole = (long) sum;
			this.rest = sum - whole;
			return whole;
		}

	}

}
