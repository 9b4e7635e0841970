package io.ddprofiling;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import io.ddprofiling.profile.ProfileType;

/**
 * The CPU time that profiling and the whole process have used within a time.
 *
 * @param window the time
 * @param process CPU time of the process, profiling included
 * @param samples number of samples taken, by type
 * @param sampling estimated CPU time of taking samples, by type
 * @param threads CPU time of the profiler's own threads: reading recordings and
 * delivering profiles
 */
record OverheadCost(Duration window, Duration process, Map<ProfileType, Long> samples,
		Map<ProfileType, Duration> sampling, Duration threads) {

	OverheadCost {
		samples = Map.copyOf(samples);
		sampling = Collections.unmodifiableMap(new EnumMap<>(sampling));
	}

	Duration of(ProfileType type) {
		return this.sampling.getOrDefault(type, Duration.ZERO);
	}

	long samples(ProfileType type) {
		return this.samples.getOrDefault(type, 0L);
	}

	Duration ofSampling() {
		return this.sampling.values().stream().reduce(Duration.ZERO, Duration::plus);
	}

	Duration total() {
		return ofSampling().plus(this.threads);
	}

	double share(Duration part) {
		return Math.min(1, ratio(part, this.process));
	}

	double cores() {
		return ratio(total(), this.window);
	}

	private static double ratio(Duration part, Duration whole) {
		return whole.isZero() ? 0 : (double) part.toNanos() / whole.toNanos();
	}

}
