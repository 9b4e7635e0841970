package io.ddprofiling.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.Servlet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProfilerObservationAutoConfiguration}. That applications start without
 * the jars is tested by {@link ForkedApplicationTests}.
 */
class ProfilerObservationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withConfiguration(AutoConfigurations.of(ProfilerObservationAutoConfiguration.class));

	@Test
	void handlerIsThereWithoutProfilerAndRegistry() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(SpanObservationHandler.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dd.profiling.enabled=false", "dd.profiling.enabled=off",
			"dd.profiling.endpoint.collection.enabled=false", "dd.profiling.endpoint.collection.enabled=0" })
	void handlerIsNotThereWhenItIsSwitchedOff(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(ObservationHandler.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dd.profiling.enabled=auto", "dd.profiling.enabled=", "dd.profiling.enabled=${missing}",
			"dd.profiling.endpoint.collection.enabled=1", "dd.profiling.endpoint.collection.enabled=maybe" })
	void handlerIsThereUnlessItIsSwitchedOff(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasSingleBean(SpanObservationHandler.class));
	}

	@Test
	void handlerIsNotThereWithoutObservations() {
		this.runner.withClassLoader(new FilteredClassLoader(Observation.class.getPackageName()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("profilerSpanObservationHandler"));
	}

	@Test
	void handlerIsThereWithoutWebAndTracing() {
		this.runner
			.withClassLoader(new FilteredClassLoader(Servlet.class.getPackageName(), Flux.class.getPackageName(),
					Tracer.class.getPackageName(), "org.springframework.http"))
			.run((context) -> assertThat(context).hasSingleBean(SpanObservationHandler.class));
	}

	@Test
	void backsOffWhenUserDefinesHandler() {
		this.runner.withUserConfiguration(UserHandlerConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(SpanObservationHandler.class).hasBean("userHandler"));
	}

	@Configuration(proxyBeanMethods = false)
	static class UserHandlerConfiguration {

		@Bean
		SpanObservationHandler userHandler() {
			return SpanObservationHandler.of(null);
		}

	}

}
