package io.ddprofiling.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration for the {@link SpanObservationHandler}. It depends on neither the
 * registry of observations, which asks for it, nor the profiler.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(name = "io.micrometer.observation.ObservationHandler")
@Conditional(OnEndpointCollectionCondition.class)
public final class ProfilerObservationAutoConfiguration {

	ProfilerObservationAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	static SpanObservationHandler profilerSpanObservationHandler(ResourceLoader resources,
			ObjectProvider<ActuatorPaths> paths) {
		return SpanObservationHandler.of(resources.getClassLoader(),
				(pattern) -> paths.stream().anyMatch((actuator) -> actuator.contain(pattern)));
	}

	/**
	 * What is not the application's.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints")
	static class ActuatorConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ActuatorPaths profilerActuatorPaths(ObjectProvider<PathMappedEndpoints> endpoints) {
			return new ActuatorPaths(endpoints);
		}

	}

	/**
	 * What a servlet container calls first.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = { "jakarta.servlet.Filter", "org.springframework.web.servlet.DispatcherServlet" })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RequestSpanFilter profilerRequestSpanFilter() {
			return new RequestSpanFilter();
		}

	}

}
