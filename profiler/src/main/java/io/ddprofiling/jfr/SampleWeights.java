package io.ddprofiling.jfr;

import java.util.function.LongToDoubleFunction;

/**
 * Scales the samples of one type to what they stand for: a sample's value divided by the
 * probability that it was sampled.
 */
final class SampleWeights {

	private final LongToDoubleFunction scale;

	private double rest;

	private SampleWeights(LongToDoubleFunction scale) {
		this.scale = scale;
	}

	// The JVM draws the bytes until the next allocation sample from a geometric
	// distribution, so that an object is hit with probability 1 - exp(-size / interval)
	// (JEP 331).
	static SampleWeights random(double interval) {
		return new SampleWeights((size) -> (interval <= 1 || size <= 0) ? 1 : -1 / Math.expm1(-size / interval));
	}

	// async-profiler samples a wait when the waiting time of all threads together passes
	// a multiple of the interval: with probability wait / interval if it is shorter. It
	// does the same with native memory.
	static SampleWeights regular(double interval) {
		return new SampleWeights((value) -> Math.max(1, interval / Math.max(1, value)));
	}

	long total(long value) {
		return Math.round(Math.max(1, value) * this.scale.applyAsDouble(value));
	}

	// Whole numbers of at least 1 whose sum is right: what is cut off one is added to
	// the next. Rounding each for itself would be wrong by up to a third, always in the
	// same direction for events of one size.
	long count(long value) {
		double sum = this.scale.applyAsDouble(value) + this.rest;
		long whole = (long) sum;
		this.rest = sum - whole;
		return whole;
	}

}
