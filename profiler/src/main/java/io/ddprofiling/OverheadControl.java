package io.ddprofiling;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.recorder.ChunkCensus;
import io.ddprofiling.recorder.RecordedChunk;
import io.ddprofiling.recorder.Recorder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what one run of a recorder costs within a budget, and the number of samples
 * within a limit: tells the recorder to sample less often when it is too much. All calls
 * but {@link #status()} are made under the lock of the {@link RecordingSession}.
 */
final class OverheadControl {

	private static final Logger logger = LoggerFactory.getLogger(RecordingSession.class);

	private final Recorder recorder;

	private final OverheadMeter meter;

	private final OverheadGovernor governor;

	private final SampleLimit limit;

	private final OverheadMeter.CpuTimes times;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final Map<ProfileType, Instant> changes = new EnumMap<>(ProfileType.class);

	private @Nullable ChunkCensus census;

	private volatile Overhead status;

	OverheadControl(Recorder recorder, double budget, int maxSamples, Clock clock) {
		this(recorder, budget, maxSamples, clock, System::nanoTime, new ProcessTimes());
	}

	OverheadControl(Recorder recorder, double budget, int maxSamples, Clock clock, LongSupplier nanoTime,
			OverheadMeter.CpuTimes times) {
		this.recorder = recorder;
		this.meter = new OverheadMeter(times);
		this.governor = new OverheadGovernor(budget, recorder.stretchable());
		this.limit = new SampleLimit(maxSamples, recorder.stretchable());
		this.times = times;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.status = new Overhead(budget, null, List.of());
	}

	/**
	 * Prepares for a recording that begins soon.
	 */
	void begins() {
		this.times.engineStarts();
	}

	/**
	 * Gets to know a recording.
	 * @param first its first chunk
	 */
	void began(RecordedChunk first) {
		this.times.engineStarted();
		this.meter.sampler(this.recorder.rates().sampler());
		try {
			this.census = ChunkCensus.of(first);
		}
		catch (IOException | RuntimeException ex) {
			this.census = null;
			logger.debug("Samples cannot be counted in {}", first.file(), ex);
		}
	}

	/**
	 * Counts the samples of a chunk.
	 * @param chunk a chunk of the recording
	 */
	void recorded(RecordedChunk chunk) {
		if (this.census != null) {
			try {
				count(this.census.count(chunk));
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("Samples cannot be counted in {}", chunk, ex);
			}
		}
	}

	void count(Map<ProfileType, Long> samples) {
		this.meter.count(samples);
	}

	/**
	 * Looks at what profiling costs and changes the intervals of the next recording if
	 * need be.
	 * @return whether a new recording should begin for that
	 */
	boolean look() {
		long now = this.nanoTime.getAsLong();
		OverheadCost cost = this.meter.look(now);
		if (cost == null) {
			return false;
		}
		Set<ProfileType> tooDear = isOfAWholeWindow(cost) ? this.governor.look(cost, now) : Set.of();
		Set<ProfileType> tooMany = this.limit.look(cost, now);
		for (ProfileType type : tooDear) {
			changed(type);
			logger.info(
					"Profiling has used {} of the CPU time of the application, dd.profiling.max-overhead is {}: {} is sampled {}",
					Percent.text(cost.share(cost.total())), Percent.text(this.governor.budget()), type.id(),
					frequency(type));
		}
		for (ProfileType type : tooMany) {
			changed(type);
			logger.info(
					"There were {} samples of {} in {} s, dd.profiling.max-samples is {} a minute: it is sampled {}",
					cost.samples(type), type.id(), cost.window().toSeconds(), this.limit.perMinute(), frequency(type));
		}
		boolean change = !tooDear.isEmpty() || !tooMany.isEmpty();
		if (change) {
			this.recorder.stretch(factors());
			this.meter.restart(now);
		}
		this.status = new Overhead(this.governor.budget(), Overhead.Measured.of(cost), stretched());
		return change;
	}

	/**
	 * Forgets what was measured, because it was not what profiling usually costs.
	 */
	void restart() {
		this.meter.restart(this.nanoTime.getAsLong());
	}

	Overhead status() {
		return this.status;
	}

	private static boolean isOfAWholeWindow(OverheadCost cost) {
		return cost.window().compareTo(OverheadMeter.WINDOW) >= 0;
	}

	private void changed(ProfileType type) {
		this.changes.put(type, this.clock.instant());
	}

	// live objects are found among sampled allocations, and share their interval
	private Map<ProfileType, Integer> factors() {
		Map<ProfileType, Integer> factors = new EnumMap<>(ProfileType.class);
		factors.putAll(this.governor.factors());
		this.limit.factors().forEach((type, factor) -> factors.merge(type, factor, (one, other) -> one * other));
		Integer allocation = factors.get(ProfileType.ALLOCATION);
		if (allocation != null) {
			factors.put(ProfileType.LIVE_HEAP, allocation);
		}
		return factors;
	}

	private String frequency(ProfileType type) {
		Integer factor = factors().get(type);
		return (factor != null) ? factor + " times less often than was asked for" : "as was asked for again";
	}

	private List<Overhead.Stretched> stretched() {
		return factors().entrySet()
			.stream()
			.map((entry) -> new Overhead.Stretched(entry.getKey(), entry.getValue(), since(entry.getKey())))
			.toList();
	}

	private Instant since(ProfileType type) {
		ProfileType changed = (type == ProfileType.LIVE_HEAP) ? ProfileType.ALLOCATION : type;
		return this.changes.getOrDefault(changed, this.clock.instant());
	}

}
