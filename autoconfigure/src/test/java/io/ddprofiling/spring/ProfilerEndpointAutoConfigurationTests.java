package io.ddprofiling.spring;

import io.ddprofiling.Profiler;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProfilerEndpointAutoConfiguration}.
 */
class ProfilerEndpointAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withPropertyValues("dd.profiling.enabled=false")
		.withConfiguration(
				AutoConfigurations.of(ProfilerAutoConfiguration.class, ProfilerEndpointAutoConfiguration.class));

	@Test
	void endpointIsThereWhenItIsExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=profiler")
			.run((context) -> assertThat(context).hasSingleBean(ProfilerEndpoint.class));
	}

	@Test
	void endpointIsNotThereByDefault() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(ProfilerEndpoint.class));
	}

	@Test
	void endpointIsNotThereWithoutAccess() {
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.profiler.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(ProfilerEndpoint.class));
	}

	@Test
	void backsOffWhenUserDefinesEndpoint() {
		this.runner.withUserConfiguration(UserEndpointConfiguration.class)
			.withPropertyValues("management.endpoints.web.exposure.include=profiler")
			.run((context) -> assertThat(context).hasSingleBean(ProfilerEndpoint.class).hasBean("userEndpoint"));
	}

	@Test
	void backsOffWithoutProfiler() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ProfilerEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=profiler")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ProfilerEndpoint.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class UserEndpointConfiguration {

		@Bean
		ProfilerEndpoint userEndpoint(Profiler profiler) {
			return new ProfilerEndpoint(profiler);
		}

	}

}
