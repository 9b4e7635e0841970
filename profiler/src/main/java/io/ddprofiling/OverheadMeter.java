package io.ddprofiling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * Measures what profiling has cost within the last minute: the profiler's threads by
 * their clocks, samples by their number.
 */
final class OverheadMeter {

	static final Duration WINDOW = Duration.ofMinutes(1);

	private final CpuTimes times;

	private final List<Reading> readings = new ArrayList<>();

	private final Map<ProfileType, Long> events = new EnumMap<>(ProfileType.class);

	private Sampler sampler = Sampler.ASYNC_PROFILER;

	OverheadMeter(CpuTimes times) {
		this.times = times;
	}

	/**
	 * Sets who takes the samples that are counted.
	 * @param present the sampler
	 */
	void sampler(Sampler present) {
		this.sampler = present;
	}

	void count(Map<ProfileType, Long> counts) {
		counts.forEach((type, count) -> this.events.merge(type, count, Long::sum));
	}

	/**
	 * Begins a new minute: what was before says nothing about how things are now.
	 * @param now when, in nanoseconds
	 */
	void restart(long now) {
		this.readings.clear();
		this.readings.add(read(now));
	}

	/**
	 * Looks at the clocks.
	 * @param now when, in nanoseconds
	 * @return the cost of the last minute, of less if the meter has not run for as long,
	 * {@code null} if it has just begun
	 */
	@Nullable OverheadCost look(long now) {
		this.readings.add(read(now));
		// the first is the newest of those that are a minute old
		while (this.readings.size() > 2 && now - this.readings.get(1).at() >= WINDOW.toNanos()) {
			this.readings.remove(0);
		}
		Reading oldest = this.readings.get(0);
		return (now - oldest.at() > 0) ? this.readings.get(this.readings.size() - 1).since(oldest, this.sampler) : null;
	}

	private Reading read(long now) {
		return new Reading(now, this.times.process(), this.times.threads(), this.times.engine(),
				new EnumMap<>(this.events));
	}

	/**
	 * Where CPU times are read, each growing from whatever beginning.
	 */
	interface CpuTimes {

		/**
		 * Of the whole process.
		 * @return the time
		 */
		Duration process();

		/**
		 * Of the profiler's Java threads.
		 * @return the time
		 */
		Duration threads();

		/**
		 * Of the engine's native threads.
		 * @return the time
		 */
		Duration engine();

		/**
		 * Tells that the engine is about to start its threads anew.
		 */
		void engineStarts();

		/**
		 * Tells that this thread has started the engine.
		 */
		void engineStarted();

	}

	/**
	 * What the clocks and counters said at one moment.
	 *
	 * @param at the moment, in nanoseconds
	 * @param process CPU time of the process
	 * @param threads CPU time of the profiler's threads
	 * @param engine CPU time of the engine's threads
	 * @param events number of events, by type
	 */
	private record Reading(long at, Duration process, Duration threads, Duration engine,
			Map<ProfileType, Long> events) {

		OverheadCost since(Reading start, Sampler sampler) {
			Map<ProfileType, Long> samples = new EnumMap<>(ProfileType.class);
			this.events.forEach((type, count) -> samples.put(type, count - start.events.getOrDefault(type, 0L)));
			Map<ProfileType, Duration> sampling = new EnumMap<>(ProfileType.class);
			samples.forEach(
					(type, count) -> sampling.put(type, Duration.ofNanos(count * SamplingCosts.nanos(sampler, type))));
			Duration engineTime = this.engine.minus(start.engine);
			Duration threadTime = this.threads.minus(start.threads);
			// the engine's busy thread is the one that looks after all threads for wall
			if (sampling.containsKey(ProfileType.WALL)) {
				sampling.merge(ProfileType.WALL, engineTime, Duration::plus);
			}
			else {
				threadTime = threadTime.plus(engineTime);
			}
			return new OverheadCost(Duration.ofNanos(this.at - start.at), this.process.minus(start.process), samples,
					sampling, threadTime);
		}

	}

}
