package io.ddprofiling.spring;

import io.ddprofiling.ProfilerBuilder;

/**
 * A bean that changes the settings of the auto-configured profiler, after the properties
 * were applied.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ProfilerBuilderCustomizer {

	/**
	 * Changes the settings.
	 * @param builder the settings
	 */
	void customize(ProfilerBuilder builder);

}
