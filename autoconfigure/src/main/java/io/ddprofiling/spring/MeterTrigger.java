package io.ddprofiling.spring;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.ddprofiling.trigger.Trigger;
import io.ddprofiling.trigger.TriggerEvent;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

/**
 * A meter's value goes over a limit.
 */
final class MeterTrigger implements Trigger {

	private final String name;

	private final MeterCondition condition;

	private final Supplier<@Nullable MeterRegistry> registry;

	private Map<Meter.Id, Reading> readings = new HashMap<>();

	MeterTrigger(String name, MeterCondition condition, Supplier<@Nullable MeterRegistry> registry) {
		this.name = name;
		this.condition = condition;
		this.registry = registry;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public @Nullable TriggerEvent look(long now) {
		MeterRegistry meters = this.registry.get();
		if (meters == null) {
			return null;
		}
		Map<Meter.Id, Reading> present = new HashMap<>();
		Meter over = null;
		double value = 0;
		for (Meter meter : meters.find(this.condition.name()).meters()) {
			if (hasTags(meter)) {
				Reading reading = Reading.of(meter, now);
				present.put(meter.getId(), reading);
				double candidate = reading.value(this.condition.statistic(), this.readings.get(meter.getId()));
				if (candidate > this.condition.limit() && (over == null || candidate > value)) {
					over = meter;
					value = candidate;
				}
			}
		}
		// those that are gone are forgotten
		this.readings = present;
		return (over != null) ? new TriggerEvent(
				String.format(Locale.ROOT, "The meter %s is at %.3f", this.condition, value), Duration.ZERO) : null;
	}

	private boolean hasTags(Meter meter) {
		Set<Tag> wanted = new HashSet<>();
		this.condition.tags().forEach((key, text) -> wanted.add(Tag.of(key, text)));
		return meter.getId().getTags().containsAll(wanted);
	}

	/**
	 * What a meter told; not a number where it does not tell.
	 *
	 * @param at when, in nanoseconds
	 * @param value what a gauge tells
	 * @param max the largest
	 * @param count how many
	 * @param total the sum
	 */
	private record Reading(long at, double value, double max, double count, double total) {

		static Reading of(Meter meter, long now) {
			Map<Statistic, Double> told = new EnumMap<>(Statistic.class);
			meter.measure().forEach((measurement) -> told.put(measurement.getStatistic(), measurement.getValue()));
			return new Reading(now, first(told, Statistic.VALUE, Statistic.ACTIVE_TASKS), first(told, Statistic.MAX),
					first(told, Statistic.COUNT),
					first(told, Statistic.TOTAL_TIME, Statistic.TOTAL, Statistic.DURATION));
		}

		private static double first(Map<Statistic, Double> told, Statistic... wanted) {
			return Arrays.stream(wanted).filter(told::containsKey).findFirst().map(told::get).orElse(Double.NaN);
		}

		double value(MeterCondition.Statistic statistic, @Nullable Reading before) {
			return switch (statistic) {
				case VALUE -> this.value;
				case MAX -> this.max;
				case MEAN -> (before != null) ? (this.total - before.total) / (this.count - before.count) : Double.NaN;
				case RATE -> (before != null) ? (this.count - before.count) * 1e9 / (this.at - before.at) : Double.NaN;
			};
		}

	}

}
