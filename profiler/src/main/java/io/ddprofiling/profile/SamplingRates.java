package io.ddprofiling.profile;

import java.util.Set;

/**
 * How a recording was sampled: what is needed to scale its samples up to real units.
 *
 * @param types the types that were recorded
 * @param cpuIntervalNanos CPU time between two CPU samples of a thread
 * @param wallIntervalNanos elapsed time between two wall-clock samples of a thread
 * @param allocationIntervalBytes mean number of bytes between two allocation samples
 * @param lockIntervalNanos accumulated waiting time between two lock samples
 * @since 0.1.0
 */
public record SamplingRates(Set<ProfileType> types, long cpuIntervalNanos, long wallIntervalNanos,
		long allocationIntervalBytes, long lockIntervalNanos) {

	public SamplingRates {
		types = Set.copyOf(types);
	}

}
