package io.ddprofiling.jfr;

/**
 * Scales the samples of one type to what they stand for: a sample's value divided by the
 * probability that it was sampled.
 */
final class SampleWeights {

	private final long interval;

	private final Scale scale;

	private double rest;

	private SampleWeights(long interval, Scale scale) {
		this.interval = interval;
		this.scale = scale;
	}

	static SampleWeights ofAllocations(long interval) {
		return new SampleWeights(interval, (size, buffer) -> allocationScale(size, buffer, interval));
	}

	// async-profiler samples a wait when the waiting time of all threads together passes
	// a multiple of the interval: with probability wait / interval if it is shorter. It
	// does the same with native memory.
	static SampleWeights regular(long interval) {
		return new SampleWeights(interval, (value, buffer) -> Math.max(1, interval / (double) Math.max(1, value)));
	}

	long total(long value) {
		return total(value, Math.max(value, this.interval));
	}

	long total(long value, long buffer) {
		return Math.round(Math.max(1, value) * this.scale.of(value, buffer));
	}

	long count(long value) {
		return count(value, Math.max(value, this.interval));
	}

	// Whole numbers of at least 1 whose sum is right: what is cut off one is added to
	// the next. Rounding each for itself would be wrong by up to a third, always in the
	// same direction for events of one size.
	long count(long value, long buffer) {
		double sum = this.scale.of(value, buffer) + this.rest;
		long whole = (long) sum;
		this.rest = sum - whole;
		return whole;
	}

	private static double allocationScale(long size, long buffer, long interval) {
		if (size <= 0) {
			return 1;
		}
		return isSampledByTheJvm(size, buffer, interval) ? 1 / probability(size, interval)
				: Math.max(Math.max(size, buffer), interval) / (double) size;
	}

	// The JVM draws the bytes until the next allocation sample from a geometric
	// distribution, so that an object is hit with probability 1 - exp(-size / interval)
	// (JEP 331).
	private static double probability(long size, long interval) {
		return (interval <= 1) ? 1 : -Math.expm1(-size / (double) interval);
	}

	// While another profiler has the JVM's sampler, async-profiler takes samples where
	// threads get new buffers, each time these come to a multiple of the interval. It
	// does not say so, but then the buffer is one.
	private static boolean isSampledByTheJvm(long size, long buffer, long interval) {
		return buffer == Math.max(size, interval);
	}

	/**
	 * What a sample of a value stands for, as a multiple of itself.
	 */
	private interface Scale {

		double of(long value, long buffer);

	}

}
