package io.ddprofiling;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
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
		Map<ProfileType, Integer> restored = restored(cost, allowed);
		boolean quiet = !restored.equals(this.factors);
		this.looksOver = (cost.total().compareTo(allowed) > 0) ? this.looksOver + 1 : 0;
		if (!quiet) {
			this.quietSince = null;
		}
		else if (this.quietSince == null) {
			this.quietSince = now;
		}
		if (isWithin(CHANGE_DISTANCE, this.changedAt, now)) {
			return Set.of();
		}
		if (this.looksOver >= LOOKS_UNTIL_STRETCHED) {
			return change(stretched(cost, allowed), now);
		}
		return (quiet && !isWithin(QUIET, this.quietSince, now)) ? change(restored, now) : Set.of();
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

	// the dearest of what is left twice as long, until the rest is well below what is
	// allowed
	private Map<ProfileType, Integer> stretched(OverheadCost cost, Duration allowed) {
		Map<ProfileType, Integer> longer = new EnumMap<>(this.factors);
		Map<ProfileType, Double> left = withReading(cost, this.stretchable);
		double excess = cost.total().toNanos() - STRETCH_SHARE * allowed.toNanos();
		left.values().removeIf((nanos) -> nanos == 0);
		while (excess > 0) {
			left.keySet().removeIf((type) -> longer.getOrDefault(type, 1) >= MAX_FACTOR);
			if (left.isEmpty()) {
				break;
			}
			ProfileType dearest = Collections.max(left.entrySet(), Map.Entry.comparingByValue()).getKey();
			longer.merge(dearest, 2, (factor, two) -> factor * two);
			excess -= left.merge(dearest, 0.5, (nanos, half) -> nanos * half);
		}
		return longer;
	}

	// the cheapest half as long, as often as the whole stays far enough below what is
	// allowed
	private Map<ProfileType, Integer> restored(OverheadCost cost, Duration allowed) {
		Map<ProfileType, Integer> shorter = new EnumMap<>(this.factors);
		Map<ProfileType, Double> more = withReading(cost, this.factors.keySet());
		double room = RESTORE_SHARE * allowed.toNanos() - cost.total().toNanos();
		while (!shorter.isEmpty()) {
			more.keySet().retainAll(shorter.keySet());
			Map.Entry<ProfileType, Double> cheapest = Collections.min(more.entrySet(), Map.Entry.comparingByValue());
			room -= cheapest.getValue();
			if (room < 0) {
				break;
			}
			shorter.computeIfPresent(cheapest.getKey(), (type, factor) -> (factor > 2) ? factor / 2 : null);
			cheapest.setValue(cheapest.getValue() * 2);
		}
		return shorter;
	}

	private Set<ProfileType> change(Map<ProfileType, Integer> factors, long now) {
		Set<ProfileType> changed = EnumSet.noneOf(ProfileType.class);
		for (ProfileType type : this.stretchable) {
			if (!Objects.equals(factors.get(type), this.factors.get(type))) {
				changed.add(type);
			}
		}
		if (!changed.isEmpty()) {
			this.factors.clear();
			this.factors.putAll(factors);
			this.changedAt = now;
			this.looksOver = 0;
			this.quietSince = null;
		}
		return changed;
	}

	// nanoseconds of the samples of each type, and of its part of the work of reading
	private static Map<ProfileType, Double> withReading(OverheadCost cost, Set<ProfileType> types) {
		double sampling = cost.ofSampling().toNanos();
		double reading = (sampling > 0) ? cost.threads().toNanos() / sampling : 0;
		Map<ProfileType, Double> nanos = new EnumMap<>(ProfileType.class);
		types.forEach((type) -> nanos.put(type, cost.of(type).toNanos() * (1 + reading)));
		return nanos;
	}

	private static boolean isWithin(Duration distance, @Nullable Long before, long now) {
		return before != null && now - before < distance.toNanos();
	}

}
