package io.ddprofiling;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import org.jspecify.annotations.Nullable;

/**
 * Decides which intervals to stretch so that profiling keeps within its budget, and when
 * to restore them. Knows neither clocks nor recorders.
 */
final class OverheadGovernor {

	/**
	 * What profiling may always use, in processors: a share of an application that does
	 * nothing is soon too much, and harms nobody.
	 */
	static final double FLOOR = 0.005;

	static final int MAX_FACTOR = 16;

	static final Duration LOOK_DISTANCE = Duration.ofSeconds(30);

	static final Duration CHANGE_DISTANCE = Duration.ofMinutes(1);

	/**
	 * How long an interval could have been restored before it is.
	 */
	static final Duration QUIET = Duration.ofMinutes(5);

	/**
	 * The part of what is allowed that has to be enough after intervals were stretched,
	 * so that a little more work does not stretch them again.
	 */
	static final double STRETCH_SHARE = 0.8;

	/**
	 * The part of what is allowed that has to be enough after a restoration, so that it
	 * is not taken back soon.
	 */
	static final double RESTORE_SHARE = 0.6;

	private static final int LOOKS_UNTIL_STRETCHED = 2;

	private final double budget;

	private final Set<ProfileType> stretchable;

	private final Map<ProfileType, Integer> factors = new EnumMap<>(ProfileType.class);

	private int looksOver;

	private @Nullable Long lookedAt;

	private @Nullable Long changedAt;

	private @Nullable Long quietSince;

	/**
	 * Creates a governor.
	 * @param budget the share of the CPU time of the process that profiling may use, 0 to
	 * let it use what it wants
	 * @param stretchable the types whose samples become fewer when their interval becomes
	 * longer
	 */
	OverheadGovernor(double budget, Set<ProfileType> stretchable) {
		this.budget = budget;
		this.stretchable = stretchable;
	}

	double budget() {
		return this.budget;
	}

	/**
	 * How many times as long intervals should be.
	 * @return the types whose intervals are stretched, each with a power of 2
	 */
	Map<ProfileType, Integer> factors() {
		return this.factors;
	}

	/**
	 * Looks at what profiling costs.
	 * @param cost the cost of the last minute
	 * @param now when, in nanoseconds
	 * @return the types whose intervals should change
	 */
	Set<ProfileType> look(OverheadCost cost, long now) {
		if (this.budget <= 0 || isWithin(LOOK_DISTANCE, this.lookedAt, now)) {
			return Set.of();
		}
		this.lookedAt = now;
		Duration allowed = allowed(cost);
		ProfileType restorable = restorable(cost, allowed);
		this.looksOver = (cost.total().compareTo(allowed) > 0) ? this.looksOver + 1 : 0;
		if (restorable == null) {
			this.quietSince = null;
		}
		else if (this.quietSince == null) {
			this.quietSince = now;
		}
		if (isWithin(CHANGE_DISTANCE, this.changedAt, now)) {
			return Set.of();
		}
		if (this.looksOver >= LOOKS_UNTIL_STRETCHED) {
			return changed(stretch(cost, allowed), now);
		}
		if (restorable == null || isWithin(QUIET, this.quietSince, now)) {
			return Set.of();
		}
		this.factors.computeIfPresent(restorable, (type, factor) -> (factor > 2) ? factor / 2 : null);
		return changed(Set.of(restorable), now);
	}

	/**
	 * What profiling may use.
	 * @param cost the cost of a time
	 * @return the budget of that time
	 */
	Duration allowed(OverheadCost cost) {
		return Duration
			.ofNanos(Math.round(Math.max(this.budget * cost.process().toNanos(), FLOOR * cost.window().toNanos())));
	}

	// the dearest type of what is left, until the rest is enough below what is allowed
	private Set<ProfileType> stretch(OverheadCost cost, Duration allowed) {
		Set<ProfileType> stretched = EnumSet.noneOf(ProfileType.class);
		Map<ProfileType, Double> left = new EnumMap<>(ProfileType.class);
		this.stretchable.forEach((type) -> left.put(type, withReading(cost, type)));
		double excess = cost.total().toNanos() - STRETCH_SHARE * allowed.toNanos();
		while (excess > 0) {
			ProfileType dearest = left.entrySet()
				.stream()
				.filter((entry) -> entry.getValue() > 0 && this.factors.getOrDefault(entry.getKey(), 1) < MAX_FACTOR)
				.max(Map.Entry.comparingByValue())
				.map(Map.Entry::getKey)
				.orElse(null);
			if (dearest == null) {
				break;
			}
			this.factors.merge(dearest, 2, (factor, two) -> factor * two);
			excess -= left.merge(dearest, 0.5, (nanos, half) -> nanos * half);
			stretched.add(dearest);
		}
		return stretched;
	}

	private Set<ProfileType> changed(Set<ProfileType> types, long now) {
		if (!types.isEmpty()) {
			this.changedAt = now;
			this.looksOver = 0;
			this.quietSince = null;
		}
		return types;
	}

	private @Nullable ProfileType restorable(OverheadCost cost, Duration allowed) {
		ProfileType cheapest = this.factors.keySet().stream().min(Comparator.comparing(cost::of)).orElse(null);
		if (cheapest == null) {
			return null;
		}
		double withTwiceTheSamples = cost.total().toNanos() + withReading(cost, cheapest);
		return (withTwiceTheSamples <= RESTORE_SHARE * allowed.toNanos()) ? cheapest : null;
	}

	// the samples of a type in nanoseconds, and their part of the work of reading them
	private static double withReading(OverheadCost cost, ProfileType type) {
		double sampling = cost.ofSampling().toNanos();
		double part = (sampling > 0) ? cost.of(type).toNanos() / sampling : 0;
		return cost.of(type).toNanos() + part * cost.threads().toNanos();
	}

	private static boolean isWithin(Duration distance, @Nullable Long before, long now) {
		return before != null && now - before < distance.toNanos();
	}

}
