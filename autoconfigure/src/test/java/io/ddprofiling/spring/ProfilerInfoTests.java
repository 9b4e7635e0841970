package io.ddprofiling.spring;

import java.util.Map;

import io.ddprofiling.Profiler;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProfilerInfoContributor} and its auto-configuration.
 */
class ProfilerInfoTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withPropertyValues("dd.profiling.enabled=false")
		.withConfiguration(AutoConfigurations.of(ProfilerAutoConfiguration.class, ProfilerInfoAutoConfiguration.class));

	@Test
	void profilerThatIsOffIsTold() {
		this.runner.run((context) -> {
			Map<String, Object> profiler = info(context.getBean(ProfilerInfoContributor.class));

			assertThat(profiler).containsOnlyKeys("version", "enabled", "state", "types")
				.containsEntry("version",
						context.getBean(Profiler.class).status().identity().runtime().profilerVersion())
				.containsEntry("enabled", false)
				.containsEntry("state", "disabled");
			assertThat(profiler.get("version")).asString().isNotBlank();
		});
	}

	@Test
	void contributorCanBeSwitchedOff() {
		this.runner.withPropertyValues("management.info.profiler.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("profilerInfoContributor"));
	}

	@Test
	void contributorOfTheUserWins() {
		this.runner.withUserConfiguration(OwnContributorConfiguration.class)
			.run((context) -> assertThat(context.getBean("profilerInfoContributor")).isEqualTo("own"));
	}

	@Test
	void withoutAProfilerThereIsNone() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ProfilerInfoAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("profilerInfoContributor"));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> info(ProfilerInfoContributor contributor) {
		Info.Builder builder = new Info.Builder();
		contributor.contribute(builder);
		return (Map<String, Object>) builder.build().get("profiler");
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnContributorConfiguration {

		@Bean
		String profilerInfoContributor() {
			return "own";
		}

	}

}
