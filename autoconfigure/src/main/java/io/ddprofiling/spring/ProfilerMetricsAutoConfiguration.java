package io.ddprofiling.spring;

import io.ddprofiling.Profiler;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for {@link ProfilerMetrics} and for triggers that look at meters.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ProfilerAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
public final class ProfilerMetricsAutoConfiguration {

	ProfilerMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnBean(Profiler.class)
	@ConditionalOnMissingBean
	ProfilerMetrics profilerMetrics(Profiler profiler) {
		return new ProfilerMetrics(profiler);
	}

	@Bean
	@ConditionalOnBean(Profiler.class)
	@ConditionalOnMissingBean
	MeterTriggerCustomizer ddProfilingMeterTriggerCustomizer(ProfilingProperties properties,
			ObjectProvider<MeterRegistry> registry) {
		return new MeterTriggerCustomizer(properties, registry);
	}

}
