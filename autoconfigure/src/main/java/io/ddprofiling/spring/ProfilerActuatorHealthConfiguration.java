package io.ddprofiling.spring;

import io.ddprofiling.Profiler;

import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the {@link ProfilerActuatorHealthIndicator}, before Spring Boot 4.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("profiler")
class ProfilerActuatorHealthConfiguration {

	@Bean
	@ConditionalOnBean(Profiler.class)
	@ConditionalOnMissingBean(name = "profilerHealthIndicator")
	ProfilerActuatorHealthIndicator profilerHealthIndicator(Profiler profiler) {
		return new ProfilerActuatorHealthIndicator(profiler);
	}

}
