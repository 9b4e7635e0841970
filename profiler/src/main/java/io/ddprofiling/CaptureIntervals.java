package io.ddprofiling;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.recorder.Recorder;

/**
 * The types that are recorded, and the intervals that a capture can ask for.
 *
 * @since 0.1.0
 */
public final class CaptureIntervals {

	private static final Map<ProfileType, Long> SHORTEST = Map.of(ProfileType.CPU, 1_000_000L, ProfileType.WALL,
			5_000_000L, ProfileType.LOCK, 10_000L, ProfileType.NATIVE_LOCK, 10_000L, ProfileType.ALLOCATION, 1024L,
			ProfileType.NATIVE_MEMORY, 1024L);

	private final Set<ProfileType> recorded;

	private final Set<ProfileType> adjustable;

	private final SamplingRates asked;

	CaptureIntervals(Recorder recorder, SamplingRates asked) {
		this.recorded = recorder.rates().types();
		this.adjustable = EnumSet.noneOf(ProfileType.class);
		this.adjustable.addAll(recorder.stretchable());
		this.adjustable.retainAll(SHORTEST.keySet());
		this.adjustable.retainAll(this.recorded);
		this.asked = asked;
	}

	/**
	 * The types that are recorded.
	 * @return the types, in order
	 */
	public Set<ProfileType> recorded() {
		return this.recorded;
	}

	/**
	 * What a capture is about if nobody says.
	 * @return the CPU, or another recorded type if that is not recorded
	 */
	public ProfileType usual() {
		return this.recorded.contains(ProfileType.CPU) ? ProfileType.CPU : this.recorded.iterator().next();
	}

	/**
	 * The types whose interval can be shortened.
	 * @return the types, in order
	 */
	public Set<ProfileType> adjustable() {
		return this.adjustable;
	}

	/**
	 * The shortest interval of a type.
	 * @param type one of {@link #adjustable()}
	 * @return the interval, in the unit of the type
	 */
	public long shortest(ProfileType type) {
		return Math.min(longest(type), SHORTEST.getOrDefault(type, 1L));
	}

	/**
	 * The longest interval of a type.
	 * @param type one of {@link #adjustable()}
	 * @return the interval that is set for the recording, in the unit of the type
	 */
	public long longest(ProfileType type) {
		return this.asked.interval(type);
	}

	void require(CaptureRequest request) {
		ProfileType type = request.type();
		if (!this.recorded.contains(type)) {
			throw new IllegalArgumentException("'type' must be one that is recorded: " + type.id());
		}
		Long interval = request.interval();
		if (interval != null
				&& (!this.adjustable.contains(type) || interval < shortest(type) || interval > longest(type))) {
			throw new IllegalArgumentException("'interval' must be of " + this.adjustable + " and between "
					+ shortest(type) + " and " + longest(type) + ": " + interval);
		}
	}

}
