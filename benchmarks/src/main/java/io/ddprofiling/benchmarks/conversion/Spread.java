package io.ddprofiling.benchmarks.conversion;

import java.util.List;

/**
 * The middle of many numbers, and how far they lie apart.
 *
 * @param median half of them are smaller
 * @param lower a quarter of them are smaller
 * @param upper a quarter of them are larger
 */
record Spread(double median, double lower, double upper) {

	static Spread of(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
	}

	static double quantile(List<Double> sorted, double share) {
		return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
	}

}
