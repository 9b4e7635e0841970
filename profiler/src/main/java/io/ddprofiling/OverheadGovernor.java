package io.ddprofiling;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
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
	 * @return the type whose interval should change, {@code null} if all is well
	 */
	@Nullable ProfileType look(OverheadCost cost, long now) {
		if (this.budget <= 0 || isWithin(LOOK_DISTANCE, this.lookedAt, now)) {
			return null;
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
			return null;
		}
		if (this.looksOver >= LOOKS_UNTIL_STRETCHED) {
			return stretch(cost, now);
		}
		if (restorable == null || isWithin(QUIET, this.quietSince, now)) {
			return null;
		}
		this.factors.computeIfPresent(restorable, (type, factor) -> (factor > 2) ? factor / 2 : null);
		return changed(restorable, now);
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

	private @Nullable ProfileType stretch(OverheadCost cost, long now) {
		ProfileType dearest = this.stretchable.stream()
			.filter((type) -> !cost.of(type).isZero() && this.factors.getOrDefault(type, 1) < MAX_FACTOR)
			.max(Comparator.comparing(cost::of))
			.orElse(null);
		if (dearest == null) {
			return null;
		}
		this.factors.merge(dearest, 2, (factor, two) -> factor * two);
		return changed(dearest, now);
	}

	private ProfileType changed(ProfileType type, long now) {
		this.changedAt = now;
		this.looksOver = 0;
		this.quietSince = null;
		return type;
	}

	private @Nullable ProfileType restorable(OverheadCost cost, Duration allowed) {
		ProfileType cheapest = this.factors.keySet().stream().min(Comparator.comparing(cost::of)).orElse(null);
		if (cheapest == null) {
			return null;
		}
		double enough = RESTORE_SHARE * allowed.toNanos();
		return (projected(cost, cheapest) <= enough) ? cheapest : null;
	}

	// twice the samples of a type, and with them its part of the work of reading them
	private static double projected(OverheadCost cost, ProfileType type) {
		double sampling = cost.ofSampling().toNanos();
		double part = (sampling > 0) ? cost.of(type).toNanos() / sampling : 0;
		return cost.total().toNanos() + cost.of(type).toNanos() + part * cost.threads().toNanos();
	}

	private static boolean isWithin(Duration distance, @Nullable Long before, long now) {
		return before != null && now - before < distance.toNanos();
	}

}
