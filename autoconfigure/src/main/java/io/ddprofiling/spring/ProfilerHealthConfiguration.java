package io.ddprofiling.spring;

import io.ddprofiling.Profiler;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the {@link ProfilerHealthIndicator}, since Spring Boot 4.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("profiler")
class ProfilerHealthConfiguration {

	@Bean
	@ConditionalOnBean(Profiler.class)
	@ConditionalOnMissingBean(name = "profilerHealthIndicator")
	ProfilerHealthIndicator profilerHealthIndicator(Profiler profiler) {
		return new ProfilerHealthIndicator(profiler);
	}

}
