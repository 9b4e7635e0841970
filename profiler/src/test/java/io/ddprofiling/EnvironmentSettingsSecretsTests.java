package io.ddprofiling;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the problems {@link EnvironmentSettings} notes.
 */
class EnvironmentSettingsSecretsTests {

	@ParameterizedTest
	@ValueSource(strings = { "DD_TRACE_AGENT_URL", "DD_PROFILING_URL" })
	void passwordOfAUrlIsNotShown(String variable) {
		ProfilerBuilder builder = Profiler.plainBuilder();

		EnvironmentSettings.apply((name) -> name.equals(variable) ? "http://user:s3cret@ho st:8126" : null, builder);

		assertThat(builder.build().status().problems()).singleElement()
			.asString()
			.contains(variable, "it is not a URL")
			.doesNotContain("s3cret");
	}

}
