package io.ddprofiling;

import java.util.List;
import java.util.Map;

import io.ddprofiling.recorder.Neighbour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SurroundingsTests {

	@Test
	void usualServiceIsProfiled() {
		assertThat(refusal(Map.of("DD_PROFILING_ENABLED", "true"), Map.of())).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "AWS_LAMBDA_FUNCTION_NAME", "FUNCTIONS_WORKER_RUNTIME", "FUNCTION_TARGET" })
	void serverlessPlatformIsRefused(String variable) {
		assertThat(refusal(Map.of(variable, "x"), Map.of())).contains("serverless", variable);
	}

	@Test
	void nativeImageIsRefused() {
		assertThat(refusal(Map.of(), Map.of("org.graalvm.nativeimage.imagecode", "runtime"))).contains("native image");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:AOTCacheOutput=app.aot", "-XX:AOTMode=record" })
	void recordingOfAnAotCacheIsRefused(String argument) {
		assertThat(refusalWith("-Xmx1g", argument)).contains("AOT cache");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:AOTCache=app.aot", "-XX:AOTMode=auto", "-XX:ArchiveClassesAtExit=app.jsa" })
	void useOfArchivedClassesIsProfiled(String argument) {
		assertThat(refusalWith(argument)).isNull();
	}

	@Test
	void neighbourThatExcludesUsIsTheReason() {
		assertThat(refusal(Map.of(), Map.of(), new Neighbour("first", false), new Neighbour("second", true)))
			.isEqualTo("second");
	}

	@Test
	void neighbourWeCanLiveWithIsNoReasonButNoted() {
		Surroundings surroundings = new Surroundings((name) -> null, (name) -> null, List::of,
				List.of(new Neighbour("first", false)));

		assertThat(surroundings.refusal()).isNull();
		assertThat(surroundings.neighbours()).containsExactly("first");
	}

	private static String refusal(Map<String, String> variables, Map<String, String> properties,
			Neighbour... neighbours) {
		return new Surroundings(variables::get, properties::get, List::of, List.of(neighbours)).refusal();
	}

	private static String refusalWith(String... arguments) {
		return new Surroundings((name) -> null, (name) -> null, () -> List.of(arguments), List.of()).refusal();
	}

}
