package io.ddprofiling.spring;

import java.util.List;

import io.ddprofiling.ProfilerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.StringUtils;

/**
 * Adds a {@link MeterTrigger} for each {@link MeterCondition} of the properties.
 */
final class MeterTriggerCustomizer implements ProfilerBuilderCustomizer, SmartInitializingSingleton {

	private final ProfilingProperties properties;

	private final ObjectProvider<MeterRegistry> registry;

	// not made by the thread that looks at it
	private volatile @Nullable MeterRegistry present;

	MeterTriggerCustomizer(ProfilingProperties properties, ObjectProvider<MeterRegistry> registry) {
		this.properties = properties;
		this.registry = registry;
	}

	@Override
	public void customize(ProfilerBuilder builder) {
		List<MeterCondition> conditions = conditions(this.properties.triggers().meters());
		for (int i = 0; i < conditions.size(); i++) {
			String name = (conditions.size() == 1) ? "meter" : "meter-" + (i + 1);
			MeterTrigger trigger = new MeterTrigger(name, conditions.get(i), () -> this.present);
			builder.triggers((triggers) -> triggers.trigger(trigger));
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (StringUtils.hasText(this.properties.triggers().meters())) {
			this.present = this.registry.getIfUnique();
		}
	}

	private static List<MeterCondition> conditions(@Nullable String text) {
		try {
			return StringUtils.hasText(text) ? MeterCondition.parse(text) : List.of();
		}
		catch (IllegalArgumentException ex) {
			// noted by then
			return List.of();
		}
	}

}
