package io.ddprofiling;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SurroundingsTests {

	private static final List<String> AGENT = List.of("-Xmx1g", "-javaagent:/opt/dd-java-agent-1.68.1.jar");

	@Test
	void usualServiceIsProfiled() {
		assertThat(refusal(Map.of("DD_PROFILING_ENABLED", "true"), Map.of(), List.of("-Xmx1g"))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "AWS_LAMBDA_FUNCTION_NAME", "FUNCTIONS_WORKER_RUNTIME", "FUNCTION_TARGET" })
	void serverlessPlatformIsRefused(String variable) {
		assertThat(refusal(Map.of(variable, "x"), Map.of(), List.of())).contains("serverless", variable);
	}

	@Test
	void nativeImageIsRefused() {
		assertThat(refusal(Map.of(), Map.of("org.graalvm.nativeimage.imagecode", "runtime"), List.of()))
			.contains("native image");
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "1", "AUTO" })
	void datadogAgentThatProfilesIsLeftAlone(String enabled) {
		assertThat(refusal(Map.of("DD_PROFILING_ENABLED", enabled), Map.of(), AGENT)).contains("dd-java-agent");
	}

	@Test
	void datadogAgentThatOnlyTracesIsNoReason() {
		assertThat(refusal(Map.of(), Map.of(), AGENT)).isNull();
	}

	@Test
	void propertyOfTheAgentWinsOverTheVariable() {
		assertThat(refusal(Map.of("DD_PROFILING_ENABLED", "true"), Map.of("dd.profiling.enabled", "false"), AGENT))
			.isNull();
	}

	private static String refusal(Map<String, String> variables, Map<String, String> properties,
			List<String> arguments) {
		return new Surroundings(variables::get, properties::get, arguments).refusal();
	}

}
