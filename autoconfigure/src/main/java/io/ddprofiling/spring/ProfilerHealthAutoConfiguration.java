package io.ddprofiling.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration for the health of the profiler, which has two homes: health is
 * another module, with other packages, since Spring Boot 4.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ProfilerAutoConfiguration.class)
@Import({ ProfilerHealthConfiguration.class, ProfilerActuatorHealthConfiguration.class })
public final class ProfilerHealthAutoConfiguration {

	ProfilerHealthAutoConfiguration() {
	}

}
