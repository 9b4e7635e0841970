package io.ddprofiling;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the problems {@link EnvironmentSettings} notes.
 */
class EnvironmentSettingsSecretsTests {

	@ParameterizedTest
	@ValueSource(strings = { "DD_TRACE_AGENT_URL", "DD_PROFILING_URL", "DD_PROFILING_PYROSCOPE_URL",
			"DD_PROFILING_OTLP_URL" })
	void passwordOfAUrlIsNotShown(String variable) {
		ProfilerBuilder builder = Profiler.plainBuilder();

		EnvironmentSettings.apply((name) -> name.equals(variable) ? "http://user:s3cret@ho st:8126" : null, builder);

		assertThat(builder.build().status().problems()).singleElement()
			.asString()
			.contains(variable, "it is not a URL")
			.doesNotContain("s3cret");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			value = { "DD_PROFILING_PYROSCOPE_PASSWORD,`s3c\nret`", "DD_PROFILING_PYROSCOPE_AUTH_TOKEN,Bearer s3cret",
					"DD_PROFILING_PYROSCOPE_AUTH_TOKEN,`s3c\nret`", "DD_PROFILING_OTLP_HEADERS,s3cret",
					"DD_PROFILING_OTLP_HEADERS,s3cret x=y", "DD_PROFILING_OTLP_HEADERS,key=s3c%0Aret",
					"DD_PROFILING_OTLP_HEADERS,key=s3cret%zz" })
	void secretThatCannotBeUsedIsNotShown(String variable, String value) {
		ProfilerBuilder builder = Profiler.plainBuilder();

		EnvironmentSettings.apply((name) -> name.equals(variable) ? value : null, builder);

		assertThat(builder.build().status().problems()).singleElement()
			.asString()
			.contains(variable, "must")
			.doesNotContain("s3c");
	}

	@Test
	void settingsTellNoSecrets() {
		ProfilerBuilder builder = Profiler.plainBuilder();
		Map<String, String> variables = Map.of("DD_PROFILING_PYROSCOPE_URL", "http://me:s3cret@host",
				"DD_PROFILING_PYROSCOPE_PASSWORD", "s3cret", "DD_PROFILING_PYROSCOPE_AUTH_TOKEN", "s3cret",
				"DD_PROFILING_OTLP_URL", "http://me:s3cret@host", "DD_PROFILING_OTLP_HEADERS", "api-key=s3cret");

		EnvironmentSettings.apply(variables::get, builder);

		assertThat(builder.settings().toString()).contains("PyroscopeSettings", "OtlpSettings")
			.doesNotContain("s3cret");
		assertThat(builder.build().status().toString()).contains("pyroscope", "otlp").doesNotContain("s3cret");
	}

}
