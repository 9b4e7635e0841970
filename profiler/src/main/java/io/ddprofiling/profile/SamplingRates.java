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

	/**
	 * The interval of a type, in words.
	 * @param type the type
	 * @return for example {@code 10ms} or {@code 524288B}
	 */
	public String interval(ProfileType type) {
		return switch (type) {
			case CPU -> duration(this.cpuIntervalNanos);
			case WALL -> duration(this.wallIntervalNanos);
			case LOCK -> duration(this.lockIntervalNanos);
			case ALLOCATION -> this.allocationIntervalBytes + "B";
		};
	}

	private static String duration(long nanos) {
		return (nanos % 1_000_000 == 0) ? nanos / 1_000_000 + "ms" : nanos + "ns";
	}

}
