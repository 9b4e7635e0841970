package io.ddprofiling.profile;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How a recording was sampled: what is needed to scale its samples up to real units.
 * Immutable.
 *
 * @param sampler what took the samples
 * @param intervals for each recorded type what lies between two samples: nanoseconds of
 * CPU time or elapsed time of a thread, of waiting time of all threads together, mean
 * number of allocated bytes, or a number of exceptions
 * @since 0.1.0
 */
public record SamplingRates(Sampler sampler, Map<ProfileType, Long> intervals) {

	/**
	 * The rates of a recording of nothing.
	 */
	public static final SamplingRates NONE = new SamplingRates(Sampler.ASYNC_PROFILER, Map.of());

	public SamplingRates {
		Map<ProfileType, Long> ordered = new EnumMap<>(ProfileType.class);
		ordered.putAll(intervals);
		intervals = Collections.unmodifiableMap(ordered);
	}

	/**
	 * The recorded types.
	 * @return the types, in order
	 */
	public Set<ProfileType> types() {
		return this.intervals.keySet();
	}

	/**
	 * What lies between two samples of a type.
	 * @param type the type
	 * @return at least 1, in the unit of the type; 1 for a type that is not recorded
	 */
	public long interval(ProfileType type) {
		return Math.max(1, this.intervals.getOrDefault(type, 1L));
	}

	/**
	 * The same rates with another type.
	 * @param type the type
	 * @param interval what lies between two samples of it
	 * @return the rates
	 */
	public SamplingRates with(ProfileType type, long interval) {
		Map<ProfileType, Long> changed = new EnumMap<>(ProfileType.class);
		changed.putAll(this.intervals);
		changed.put(type, interval);
		return new SamplingRates(this.sampler, changed);
	}

	/**
	 * The same rates with some of the types only.
	 * @param types the types to keep, those that are not recorded are left out
	 * @return the rates
	 */
	public SamplingRates only(Set<ProfileType> types) {
		Map<ProfileType, Long> kept = new EnumMap<>(ProfileType.class);
		kept.putAll(this.intervals);
		kept.keySet().retainAll(types);
		return new SamplingRates(this.sampler, kept);
	}

	/**
	 * The same rates in a recording of another sampler's.
	 * @param sampler what takes the samples
	 * @return the rates
	 */
	public SamplingRates by(Sampler sampler) {
		return new SamplingRates(sampler, this.intervals);
	}

	/**
	 * The same rates with longer intervals.
	 * @param factors how many times as long the intervals of some types are
	 * @return the rates
	 */
	public SamplingRates stretched(Map<ProfileType, Integer> factors) {
		Map<ProfileType, Long> stretched = new EnumMap<>(ProfileType.class);
		this.intervals
			.forEach((type, interval) -> stretched.put(type, interval * Math.max(1, factors.getOrDefault(type, 1))));
		return new SamplingRates(this.sampler, stretched);
	}

	/**
	 * The same rates with other intervals for some of the types.
	 * @param others the intervals; types that are not recorded stay so
	 * @return the rates
	 */
	public SamplingRates refined(Map<ProfileType, Long> others) {
		Map<ProfileType, Long> refined = new EnumMap<>(ProfileType.class);
		this.intervals.forEach((type, interval) -> refined.put(type, others.getOrDefault(type, interval)));
		return new SamplingRates(this.sampler, refined);
	}

	/**
	 * The interval of a type, in words.
	 * @param type the type
	 * @return for example {@code 10ms} or {@code 512KB}
	 */
	public String text(ProfileType type) {
		long interval = interval(type);
		return switch (type) {
			case CPU, WALL, LOCK, NATIVE_LOCK, IO -> duration(interval);
			case ALLOCATION, LIVE_HEAP, NATIVE_MEMORY -> bytes(interval);
			case EXCEPTION -> (interval == 1) ? "each" : "one of " + interval;
		};
	}

	private static String bytes(long bytes) {
		if (bytes % 1024 != 0) {
			return bytes + "B";
		}
		return (bytes % (1024 * 1024) == 0) ? bytes / 1024 / 1024 + "MB" : bytes / 1024 + "KB";
	}

	private static String duration(long nanos) {
		return (nanos % 1_000_000 == 0) ? nanos / 1_000_000 + "ms" : nanos + "ns";
	}

}
