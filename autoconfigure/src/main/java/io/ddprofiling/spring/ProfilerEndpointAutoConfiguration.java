package io.ddprofiling.spring;

import io.ddprofiling.Profiler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the {@link ProfilerEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ProfilerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(ProfilerEndpoint.class)
public final class ProfilerEndpointAutoConfiguration {

	ProfilerEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnBean(Profiler.class)
	@ConditionalOnMissingBean
	ProfilerEndpoint profilerEndpoint(Profiler profiler, ObjectProvider<PathMappedEndpoints> paths) {
		return new ProfilerEndpoint(profiler, () -> path(paths.getIfAvailable()));
	}

	private static String path(@Nullable PathMappedEndpoints paths) {
		String path = (paths != null) ? paths.getPath(EndpointId.of("profiler")) : null;
		return (path != null) ? path : "profiler";
	}

}
