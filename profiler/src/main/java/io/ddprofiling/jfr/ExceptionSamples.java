package io.ddprofiling.jfr;

import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.jfr.JdkEvents.ExceptionStatistics;
import io.ddprofiling.jfr.JdkEvents.ExceptionThrow;

/**
 * The exceptions of a chunk: some of them, and the number of all. The Flight Recorder
 * changes how many it takes as it goes and does not tell, so that each sample stands for
 * the same share of all.
 */
final class ExceptionSamples {

	private final List<ExceptionThrow> samples = new ArrayList<>();

	private long lowest = Long.MAX_VALUE;

	private long highest;

	void add(ExceptionThrow sample) {
		this.samples.add(sample);
	}

	// there is one at the beginning and one at the end of a chunk at least
	void add(ExceptionStatistics statistics) {
		this.lowest = Math.min(this.lowest, statistics.throwables);
		this.highest = Math.max(this.highest, statistics.throwables);
	}

	List<ExceptionThrow> samples() {
		return this.samples;
	}

	long total() {
		return Math.max(this.samples.size(), this.highest - Math.min(this.lowest, this.highest));
	}

	/**
	 * The number of exceptions a sample stands for.
	 * @param index the sample's position
	 * @return a whole number; those of all samples add up to the total
	 */
	long count(int index) {
		return share(index + 1) - share(index);
	}

	private long share(int samples) {
		return Math.round((double) total() * samples / this.samples.size());
	}

}
