package io.ddprofiling;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.ddprofiling.export.datadog.ApiKey;
import io.ddprofiling.export.datadog.DatadogSite;
import io.ddprofiling.export.transport.HttpProxy;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.recorder.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EnvironmentSettingsTests {

	@AfterEach
	void clearProperty() {
		System.clearProperty("dd.profiling.tags");
	}

	@ParameterizedTest
	@MethodSource
	void variableIsApplied(String name, String value, Function<ProfilerSettings, Object> setting, Object expected) {
		ProfilerSettings settings = apply(Map.of(name, value));

		assertThat(setting.apply(settings)).isEqualTo(expected);
		assertThat(settings.problems()).isEmpty();
	}

	static Stream<Arguments> variableIsApplied() {
		return Stream.of(of("DD_SERVICE", "orders", ProfilerSettings::service, "orders"),
				of("DD_ENV", " prod ", ProfilerSettings::env, "prod"),
				of("DD_VERSION", "1.4.2", ProfilerSettings::version, "1.4.2"),
				of("DD_TAGS", "team:shop,az:eu", ProfilerSettings::tags, Map.of("team", "shop", "az", "eu")),
				of("DD_PROFILING_TAGS", "team:shop", ProfilerSettings::tags, Map.of("team", "shop")),
				of("DD_AGENT_HOST", "10.0.0.7", (settings) -> settings.upload().agent().host(), "10.0.0.7"),
				of("DD_AGENT_HOST", "fd00::7", (settings) -> settings.upload().agent().host(), "fd00::7"),
				of("DD_AGENT_HOST", "datadog_agent", (settings) -> settings.upload().agent().host(), "datadog_agent"),
				of("DD_TRACE_AGENT_PORT", "9000", (settings) -> settings.upload().agent().port(), 9000),
				of("DD_TRACE_AGENT_URL", "http://datadog_agent:8126",
						(settings) -> settings.upload().agent().agentUrl(), URI.create("http://datadog_agent:8126")),
				of("DD_TRACE_AGENT_URL", "unix:///var/run/datadog/apm.socket",
						(settings) -> settings.upload().agent().agentUrl(),
						URI.create("unix:///var/run/datadog/apm.socket")),
				of("DD_PROFILING_URL", "https://in.example/x?y=z", (settings) -> settings.upload().agent().profileUrl(),
						URI.create("https://in.example/x?y=z")),
				of("DD_PROFILING_PYROSCOPE_URL", "http://pyroscope:4040",
						(settings) -> settings.upload().pyroscope().url(), URI.create("http://pyroscope:4040")),
				of("DD_PROFILING_PYROSCOPE_TENANT_ID", "team-a", (settings) -> settings.upload().pyroscope().tenantId(),
						"team-a"),
				of("DD_PROFILING_PYROSCOPE_USER", "12345", (settings) -> settings.upload().pyroscope().user(), "12345"),
				of("DD_PROFILING_PYROSCOPE_PASSWORD", "p:w", (settings) -> settings.upload().pyroscope().password(),
						"p:w"),
				of("DD_PROFILING_PYROSCOPE_AUTH_TOKEN", "glc", (settings) -> settings.upload().pyroscope().authToken(),
						"glc"),
				of("DD_PROFILING_OTLP_URL", "https://collector:4318/x", (settings) -> settings.upload().otlp().url(),
						URI.create("https://collector:4318/x")),
				of("DD_PROFILING_OTLP_PATH", "/v1/profiles", (settings) -> settings.upload().otlp().path(),
						"/v1/profiles"),
				of("DD_PROFILING_OTLP_HEADERS", "api-key=a%20b,x=y=z", (settings) -> settings.upload().otlp().headers(),
						Map.of("api-key", "a b", "x", "y=z")),
				of("DD_PROFILING_UPLOAD_INTERVAL", "30", (settings) -> settings.upload().period(),
						Duration.ofSeconds(30)),
				of("DD_PROFILING_UPLOAD_INTERVAL", "1.5", (settings) -> settings.upload().period(),
						Duration.ofMillis(1500)),
				of("DD_PROFILING_UPLOAD_PERIOD", "30", (settings) -> settings.upload().period(),
						Duration.ofSeconds(30)),
				of("DD_PROFILING_MAX_FRAMES", "64", ProfilerSettings::stackDepth, 64),
				of("DD_PROFILING_STACKDEPTH", "128", ProfilerSettings::stackDepth, 128),
				of("DD_PROFILING_MAX_SAMPLES", "6000", ProfilerSettings::maxSamples, 6000),
				of("DD_PROFILING_MAX_OVERHEAD", "2.5%", ProfilerSettings::maxOverhead, 0.025),
				of("DD_PROFILING_MAX_OVERHEAD", "off", ProfilerSettings::maxOverhead, 0.0),
				of("DD_PROFILING_MAX_TIME_USAGE_PCT", "5.0", ProfilerSettings::maxOverhead, 0.05),
				of("DD_PROFILING_OUTPUT_PPROF", "out/orders", (settings) -> settings.upload().outputPrefix(),
						Path.of("out/orders")),
				of("DD_PROFILING_ENGINE", "JFR", ProfilerSettings::engine, Engine.JFR),
				of("DD_PROFILING_ENGINE", "async-profiler", ProfilerSettings::engine, Engine.ASYNC_PROFILER),
				of("DD_PROFILING_STACK_ENABLED", "false", (settings) -> settings.sampling().types(),
						Set.of(ProfileType.ALLOCATION, ProfileType.LIVE_HEAP, ProfileType.LOCK, ProfileType.EXCEPTION)),
				of("DD_PROFILING_LOCK_ENABLED", "0", (settings) -> settings.sampling().types(),
						Set.of(ProfileType.CPU, ProfileType.WALL, ProfileType.ALLOCATION, ProfileType.LIVE_HEAP,
								ProfileType.EXCEPTION)),
				of("DD_PROFILING_MEMORY_ENABLED", "No", (settings) -> settings.sampling().types(),
						Set.of(ProfileType.CPU, ProfileType.WALL, ProfileType.LOCK, ProfileType.EXCEPTION)),
				of("DD_PROFILING_MEMORY_ENABLED", "TRUE", (settings) -> settings.sampling().types(),
						Set.of(ProfileType.CPU, ProfileType.WALL, ProfileType.LOCK, ProfileType.ALLOCATION,
								ProfileType.LIVE_HEAP, ProfileType.EXCEPTION)),
				of("DD_PROFILING_EXCEPTION_SAMPLING_INTERVAL", "100",
						(settings) -> settings.sampling().interval(ProfileType.EXCEPTION), 100L),
				of("DD_API_KEY", "a-key", (settings) -> settings.upload().datadog().agentless().apiKey(),
						new ApiKey("a-key")),
				of("DD_SITE", "Datadoghq.EU", (settings) -> settings.upload().datadog().agentless().site(),
						new DatadogSite("datadoghq.eu")),
				of("DD_PROFILING_PROXY_HOST", "proxy.test",
						(settings) -> settings.upload().datadog().transport().proxy(),
						new HttpProxy("proxy.test", 8080, null, null)),
				of("DD_GIT_COMMIT_SHA", "8A3F0F6", ProfilerSettings::tags, Map.of("git.commit.sha", "8a3f0f6")),
				of("DD_GIT_REPOSITORY_URL", "https://u:p@git.example/a", ProfilerSettings::tags,
						Map.of("git.repository_url", "https://git.example/a")),
				of("DD_PROFILING_HEAP_ENABLED", "off", (settings) -> settings.sampling().types(),
						Set.of(ProfileType.CPU, ProfileType.WALL, ProfileType.LOCK, ProfileType.ALLOCATION,
								ProfileType.EXCEPTION)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PYROSCOPE_SERVER_ADDRESS", "OTEL_EXPORTER_OTLP_ENDPOINT",
			"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" })
	void addressOfAnotherAgentTurnsNothingOn(String variable) {
		ProfilerSettings settings = apply(Map.of(variable, "http://localhost:4040"));

		assertThat(settings.upload().pyroscope().url()).isNull();
		assertThat(settings.upload().otlp().url()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "0", "no", "OFF" })
	void profilerThatIsSwitchedOffDoesNotStart(String value) {
		assertThat(apply(Map.of("DD_PROFILING_ENABLED", value)).disabledReason()).contains("DD_PROFILING_ENABLED");
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "1", "auto" })
	void profilerThatIsSwitchedOnStarts(String value) {
		assertThat(apply(Map.of("DD_PROFILING_ENABLED", value)).disabledReason()).isNull();
	}

	@Test
	void laterTagsWin() {
		ProfilerSettings settings = apply(Map.of("DD_TAGS", "team:shop,az:eu", "DD_PROFILING_TAGS", "team:core"));

		assertThat(settings.tags()).containsExactly(Map.entry("team", "core"), Map.entry("az", "eu"));
	}

	@Test
	void namesOfThePythonProfilerWinOverThoseOfTheJavaProfiler() {
		ProfilerSettings settings = apply(Map.of("DD_PROFILING_UPLOAD_INTERVAL", "10", "DD_PROFILING_UPLOAD_PERIOD",
				"20", "DD_PROFILING_MAX_FRAMES", "64", "DD_PROFILING_STACKDEPTH", "128",
				"DD_PROFILING_MAX_TIME_USAGE_PCT", "3", "DD_PROFILING_MAX_OVERHEAD", "4"));

		assertThat(settings.upload().period()).isEqualTo(Duration.ofSeconds(10));
		assertThat(settings.stackDepth()).isEqualTo(64);
		assertThat(settings.maxOverhead()).isEqualTo(0.03);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', value = { "DD_TRACE_AGENT_PORT, tcp://10.0.0.1:8126, a whole number",
			"DD_TRACE_AGENT_PORT, abc, a whole number", "DD_TRACE_AGENT_PORT, 0, between 1 and 65535",
			"DD_TRACE_AGENT_PORT, 70000, between 1 and 65535", "DD_AGENT_HOST, http://agent:8126, without port",
			"DD_AGENT_HOST, agent:8126, without port", "DD_AGENT_HOST, [[::1], without port",
			"DD_AGENT_HOST, a b, without port", "DD_TRACE_AGENT_URL, agent:8126, 'agentUrl' must be",
			"DD_TRACE_AGENT_URL, http:///x, 'agentUrl' must be",
			"DD_TRACE_AGENT_URL, http://x:65536, 'agentUrl' must be",
			"DD_TRACE_AGENT_URL, http://x:0, 'agentUrl' must be", "DD_TRACE_AGENT_URL, unix://, not a URL",
			"DD_TRACE_AGENT_URL, unix:///, must name a socket", "DD_TRACE_AGENT_URL, ftp://x/y, 'agentUrl' must be",
			"DD_PROFILING_URL, unix:///x, 'profileUrl' must be", "DD_PROFILING_UPLOAD_INTERVAL, 5m, without a unit",
			"DD_PROFILING_UPLOAD_INTERVAL, NaN, without a unit", "DD_PROFILING_UPLOAD_INTERVAL, 60d, without a unit",
			"DD_PROFILING_UPLOAD_INTERVAL, -1, without a unit", "DD_PROFILING_UPLOAD_INTERVAL, 0, between 1s and 1h",
			"DD_PROFILING_UPLOAD_PERIOD, 999999999, between 1s and 1h", "DD_PROFILING_MAX_FRAMES, many, a whole number",
			"DD_PROFILING_MAX_FRAMES, 0, between 1 and 2048", "DD_PROFILING_STACKDEPTH, 99999999999, a whole number",
			"DD_PROFILING_ENGINE, perf, `one of [auto, async-profiler, jfr]`",
			"DD_PROFILING_MAX_SAMPLES, 499, between 500 and", "DD_PROFILING_MAX_SAMPLES, many, a whole number",
			"DD_PROFILING_MAX_OVERHEAD, 101, between 0.1 and 100", "DD_PROFILING_MAX_OVERHEAD, low, a percentage",
			"DD_PROFILING_MAX_TIME_USAGE_PCT, 0.01, between 0.1 and 100",
			"DD_SITE, https://app.datadoghq.eu, a domain such as", "DD_GIT_COMMIT_SHA, main, hexadecimal digits",
			"DD_API_KEY_FILE, /no/such/file, a file that can be read",
			"DD_PROFILING_PROXY_HOST, http://proxy:1, without port", "DD_PROFILING_PROXY_PORT, 0, between 1 and 65535",
			"DD_PROFILING_AGENTLESS, maybe, true or false", "DD_PROFILING_STACK_ENABLED, maybe, true or false",
			"DD_PROFILING_LOCK_ENABLED, 2, true or false" })
	void valueThatCannotBeUsedIsNotedAndLeftOut(String name, String value, String problem) {
		ProfilerSettings settings = apply(Map.of(name, value));

		assertThat(settings.problems()).singleElement()
			.asString()
			.startsWith(name + " is not used: ")
			.contains(problem);
		ProfilerSettings defaults = apply(Map.of());
		assertThat(settings.upload()).isEqualTo(defaults.upload());
		assertThat(settings.sampling()).isEqualTo(defaults.sampling());
		assertThat(settings.stackDepth()).isEqualTo(defaults.stackDepth());
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://me:secret@agent:80 80", "ftp://me:secret@agent", "http://me:secret@:80" })
	void problemDoesNotTellPasswords(String url) {
		ProfilerSettings settings = apply(Map.of("DD_TRACE_AGENT_URL", url));

		assertThat(settings.problems()).singleElement().asString().doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t" })
	void blankVariableIsLikeNone(String value) {
		ProfilerSettings settings = apply(
				Map.of("DD_SERVICE", value, "DD_ENV", value, "DD_TRACE_AGENT_PORT", value, "DD_TAGS", value));

		assertThat(settings.problems()).isEmpty();
		assertThat(settings.env()).isNull();
		assertThat(settings.service()).isEqualTo(apply(Map.of()).service());
	}

	@Test
	void systemPropertyStandsForTheVariable() {
		System.setProperty("dd.profiling.tags", "from:property");
		ProfilerBuilder builder = new ProfilerBuilder();

		EnvironmentSettings.apply(builder);

		assertThat(builder.settings().tags()).containsEntry("from", "property");
	}

	@Test
	void keyIsAPropertyUnderDatadogsNameForIt() {
		System.setProperty("dd.api-key", "a-key");
		try {
			ProfilerBuilder builder = new ProfilerBuilder();
			EnvironmentSettings.apply(builder);

			assertThat(builder.settings().upload().datadog().agentless().apiKey()).isEqualTo(new ApiKey("a-key"));
		}
		finally {
			System.clearProperty("dd.api-key");
		}
	}

	private static ProfilerSettings apply(Map<String, String> variables) {
		ProfilerBuilder builder = new ProfilerBuilder();
		EnvironmentSettings.apply(variables::get, builder);
		return builder.settings();
	}

	private static Arguments of(String name, String value, Function<ProfilerSettings, Object> setting,
			Object expected) {
		return Arguments.of(name, value, setting, expected);
	}

}
