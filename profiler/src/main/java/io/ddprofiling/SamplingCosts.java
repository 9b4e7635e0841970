package io.ddprofiling;

import java.util.EnumMap;
import java.util.Map;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Sampler;

/**
 * What taking one sample costs. Nobody can measure it in a running application, as it is
 * spent in the application's own threads.
 */
final class SamplingCosts {

	/**
	 * Nanoseconds of CPU time an event of async-profiler's costs, as Linux's perf sees it
	 * on the stacks of a service: signal, stack walk and recording. Those of
	 * async-profiler 4.6 that are no signals have the JVM itself walk the stack, frame by
	 * frame.
	 */
	private static final Map<ProfileType, Long> ASYNC_PROFILER = new EnumMap<>(
			Map.of(ProfileType.CPU, 25_000L, ProfileType.WALL, 15_000L, ProfileType.ALLOCATION, 100_000L,
					ProfileType.LOCK, 100_000L, ProfileType.EXCEPTION, 100_000L, ProfileType.NATIVE_LOCK, 20_000L,
					ProfileType.NATIVE_MEMORY, 20_000L, ProfileType.LIVE_HEAP, 1_000L));

	/**
	 * The same of the Flight Recorder, a guess.
	 */
	private static final Map<ProfileType, Long> FLIGHT_RECORDER = new EnumMap<>(
			Map.of(ProfileType.CPU, 45_000L, ProfileType.ALLOCATION, 10_000L, ProfileType.LOCK, 10_000L,
					ProfileType.EXCEPTION, 10_000L, ProfileType.IO, 10_000L, ProfileType.LIVE_HEAP, 1_000L));

	private SamplingCosts() {
	}

	static long nanos(Sampler sampler, ProfileType type) {
		return switch (sampler) {
			case ASYNC_PROFILER -> ASYNC_PROFILER.getOrDefault(type, 0L);
			case FLIGHT_RECORDER -> FLIGHT_RECORDER.getOrDefault(type, 0L);
		};
	}

}
