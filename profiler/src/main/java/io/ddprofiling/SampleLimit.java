package io.ddprofiling;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;

/**
 * Decides how many times as long intervals must be so that a minute has no more samples
 * of a type than tell what users want to know: how many there are follows what the
 * application does, how exact a profile is only their number. Knows neither clocks nor
 * recorders.
 */
final class SampleLimit {

	static final int MAX_FACTOR = 256;

	/**
	 * The part of the limit that has to be enough with a shorter interval, so that it is
	 * not taken back soon.
	 */
	static final double RESTORE_SHARE = 0.6;

	/**
	 * What is seen of a type before its rate is believed.
	 */
	static final Duration MIN_WINDOW = Duration.ofSeconds(5);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final int perMinute;

	private final Set<ProfileType> stretchable;

	private final Map<ProfileType, Integer> factors = new EnumMap<>(ProfileType.class);

	private final Map<ProfileType, Long> fewSince = new EnumMap<>(ProfileType.class);

	/**
	 * Creates a limit.
	 * @param perMinute how many samples of one type a minute may have, 0 for any number
	 * @param stretchable the types whose samples become fewer when their interval becomes
	 * longer
	 */
	SampleLimit(int perMinute, Set<ProfileType> stretchable) {
		this.perMinute = perMinute;
		this.stretchable = stretchable;
	}

	int perMinute() {
		return this.perMinute;
	}

	/**
	 * How many times as long intervals should be.
	 * @return the types whose intervals are stretched, each with a power of 2
	 */
	Map<ProfileType, Integer> factors() {
		return this.factors;
	}

	/**
	 * Looks at how many samples there are.
	 * @param cost the cost of the last minute, or of less just after a change
	 * @param now when, in nanoseconds
	 * @return the types whose interval should change
	 */
	Set<ProfileType> look(OverheadCost cost, long now) {
		Set<ProfileType> changed = EnumSet.noneOf(ProfileType.class);
		if (this.perMinute == 0 || cost.window().compareTo(MIN_WINDOW) < 0) {
			return changed;
		}
		for (ProfileType type : this.stretchable) {
			long samples = cost.samples(type);
			double rate = (double) samples * MINUTE.toNanos() / Math.max(1, cost.window().toNanos());
			boolean change = (samples > this.perMinute) ? stretch(type, rate) : isRestored(type, rate, cost, now);
			if (change) {
				changed.add(type);
				this.fewSince.remove(type);
			}
		}
		return changed;
	}

	private boolean stretch(ProfileType type, double rate) {
		int before = this.factors.getOrDefault(type, 1);
		int factor = before;
		for (double expected = rate; expected > this.perMinute && factor < MAX_FACTOR; expected /= 2) {
			factor *= 2;
		}
		if (factor == before) {
			// a window may be longer than a minute
			return false;
		}
		this.factors.put(type, factor);
		return true;
	}

	private boolean isRestored(ProfileType type, double rate, OverheadCost cost, long now) {
		Integer factor = this.factors.get(type);
		if (factor == null || cost.window().compareTo(MINUTE) < 0 || rate * 2 > RESTORE_SHARE * this.perMinute) {
			this.fewSince.remove(type);
			return false;
		}
		Long since = this.fewSince.putIfAbsent(type, now);
		if (since == null || now - since < OverheadGovernor.QUIET.toNanos()) {
			return false;
		}
		this.factors.computeIfPresent(type, (key, present) -> (present > 2) ? present / 2 : null);
		return true;
	}

}
