package io.ddprofiling.spring;

import io.ddprofiling.Profiler;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for what the profiler adds to the information about the application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ProfilerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledInfoContributor.class)
@ConditionalOnEnabledInfoContributor("profiler")
public final class ProfilerInfoAutoConfiguration {

	ProfilerInfoAutoConfiguration() {
	}

	@Bean
	@ConditionalOnBean(Profiler.class)
	@ConditionalOnMissingBean(name = "profilerInfoContributor")
	ProfilerInfoContributor profilerInfoContributor(Profiler profiler) {
		return new ProfilerInfoContributor(profiler);
	}

}
