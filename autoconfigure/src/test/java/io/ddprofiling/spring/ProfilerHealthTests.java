package io.ddprofiling.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.ddprofiling.Profiler;
import io.ddprofiling.testsupport.FakeAgent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ProfilerHealth} and its auto-configuration, as the running version of
 * Spring Boot shows it.
 */
class ProfilerHealthTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = new ApplicationContextRunner().withInitializer(SystemEnvironment.empty())
			.withPropertyValues("dd.profiling.enabled=false")
			.withConfiguration(
					AutoConfigurations.of(ProfilerAutoConfiguration.class, ProfilerHealthAutoConfiguration.class));
	}

	@Test
	void thereIsOneIndicator() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().hasBean("profilerHealthIndicator"));
	}

	@Test
	void indicatorCanBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.profiler.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("profilerHealthIndicator"));
		this.runner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("profilerHealthIndicator"));
	}

	@Test
	void indicatorOfTheUserWins() {
		this.runner.withUserConfiguration(OwnIndicatorConfiguration.class)
			.run((context) -> assertThat(context.getBean("profilerHealthIndicator")).isEqualTo("own"));
	}

	@Test
	void withoutAProfilerThereIsNone() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ProfilerHealthAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("profilerHealthIndicator"));
	}

	@Test
	void healthTellsOfAgentAndUploadsAndIsNeverDown() {
		try (FakeAgent agent = new FakeAgent();
				ConfigurableApplicationContext context = start("--dd.trace.agent.url=" + agent.url(),
						"--dd.profiling.upload.period=1s")) {
			EndpointClient client = client(context);
			assertThat(agent.requests()).noneMatch((request) -> request.path().equals("/info"));
			await().atMost(PATIENCE)
				.until(() -> details(client).getOrDefault("agent", "")
					.equals(agent.url() + " is version 7.70.0 and says that it takes profiles"));
			await().atMost(PATIENCE).until(() -> datadog(client).containsKey("last"));

			assertThat(health(client)).containsEntry("status", "UP");
			assertThat(details(client)).containsEntry("state", "running").doesNotContainKey("reason");
			assertThat(datadog(client)).containsEntry("target", agent.url() + "/profiling/v1/input")
				.containsEntry("dropped", 0);
			assertThat(datadog(client).get("last").toString()).contains("Z delivered: HTTP 200");

			agent.respondWith(403);
			await().atMost(PATIENCE).until(() -> datadog(client).get("last").toString().contains("rejected: HTTP 403"));
			assertThat(health(client)).containsEntry("status", "UP");

			context.getBean(Profiler.class).pause();
			assertThat(client.get("/health/profiler").status()).isEqualTo(200);
			assertThat(health(client)).containsEntry("status", "UNKNOWN");
			assertThat(details(client)).containsEntry("state", "paused").containsKey("reason");
			assertThat(client.get("/health").status()).isEqualTo(200);
			assertThat(client.get("/health").json()).containsEntry("status", "UP");
		}
	}

	private ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(WebConfiguration.class)
			.properties("spring.config.name=none", "server.port=0", "management.endpoint.health.show-details=always",
					"spring.main.banner-mode=off", "dd.profiling.store.directory=" + this.directory.resolve("store"))
			.run(arguments);
	}

	private static EndpointClient client(ConfigurableApplicationContext context) {
		return new EndpointClient(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

	private static Map<String, Object> health(EndpointClient client) {
		return client.get("/health/profiler").json();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> details(EndpointClient client) {
		return (Map<String, Object>) health(client).get("details");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> datadog(EndpointClient client) {
		return ((Map<String, Map<String, Object>>) details(client).get("exporters")).get("datadog");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WebConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnIndicatorConfiguration {

		@Bean
		String profilerHealthIndicator() {
			return "own";
		}

	}

}
