package io.ddprofiling.spring;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerBuilder;
import io.ddprofiling.ProfilerStatus;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.spring.ConfigurationMetadata.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for values that cannot be used: {@link LenientBinding} and
 * {@link ProfilerFactory}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PropertyProblemsTests {

	private final AtomicReference<ProfilerBuilder> configured = new AtomicReference<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withConfiguration(AutoConfigurations.of(ProfilerAutoConfiguration.class))
		.withBean(ProfilerBuilderCustomizer.class, () -> (builder) -> {
			builder.disabled("by the test");
			this.configured.set(builder);
		});

	static Stream<InvalidValue> invalidValues() {
		return ConfigurationMetadata.ownProperties()
			.stream()
			.flatMap((property) -> invalidValues(property).stream()
				.map((value) -> new InvalidValue(property.name(), value)));
	}

	@ParameterizedTest
	@MethodSource("invalidValues")
	void invalidValueIsNotedAndTheDefaultUsed(InvalidValue invalid, CapturedOutput output) {
		this.runner.withPropertyValues(invalid.property() + "=" + invalid.value())
			.run(isNotedAndTheDefaultUsed(invalid, output));
	}

	// one of each property: a variable is bound as the property is
	static Stream<InvalidValue> invalidVariables() {
		return ConfigurationMetadata.ownProperties()
			.stream()
			.flatMap((property) -> invalidValues(property).stream()
				.limit(1)
				.map((value) -> new InvalidValue(property.name(), value)));
	}

	@ParameterizedTest
	@MethodSource("invalidVariables")
	void invalidVariableIsNotedAndTheDefaultUsed(InvalidValue invalid, CapturedOutput output) {
		String variable = invalid.property().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');

		this.runner.withInitializer(SystemEnvironment.of(Map.of(variable, invalid.value())))
			.run(isNotedAndTheDefaultUsed(invalid, output));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					dd.profiling.cpu.interval        | 0     | it must be between 1ms and 1s
					dd.profiling.wall.interval       | 1m    | it must be between 5ms and 10s
					dd.profiling.allocation.interval | 1B    | it must be between 1024 and 1073741824
					dd.profiling.stackdepth          | 4096  | it must be between 1 and 2048
					dd.profiling.max-samples         | 499   | it must be between 500 and 10000000, or 0
					dd.profiling.max-overhead        | 200%  | it must be between 0.1 and 100, or 0
					dd.profiling.max-overhead        | low   | it must be a percentage, as in 1 or 0.5%, or off
					dd.profiling.upload.period       | 2h    | it must be between 1s and 1h
					dd.profiling.metrics.max-endpoints | -1  | it must be between 0 and 8192
					dd.trace.agent.port              | 70000 | it must be between 1 and 65535
					dd.profiling.engine              | perf  | it must be one of [auto, async-profiler, jfr]
					dd.profiling.upload.format       | xml   | it must be one of [pprof, jfr]
					dd.profiling.upload.enabled      | maybe | it must be one of [true, auto, false]
					dd.profiling.store.max-size      | 10m   | it must be a size, as in 512KB or 256MB
					dd.profiling.store.max-age       | old   | it must be a duration, as in 500ms, 60s or 5m
					dd.profiling.store.directory     | /a,b  | it must not contain a comma or a percent sign
					dd.site                          | eu    | it must be a domain such as datadoghq.com or datadoghq.eu, without a scheme or a path
					dd.git.commit.sha                | main  | it must be the hash of a commit, 7 to 64 hexadecimal digits
					dd.profiling.proxy.host          | a:1   | it must be a host name or address, without port or scheme
					dd.profiling.upload.ssl-bundle   | none  | it must be the name of an SSL bundle, and there are none
					dd.tags                          | core  | it must be key:value pairs, separated by commas
					""")
	void problemSaysWhatIsAllowed(String property, String value, String allowed) {
		this.runner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(status(context).problems()).singleElement()
				.asString()
				.contains("'" + property + "'")
				.endsWith(allowed));
	}

	@Test
	void eachProblemIsNoted() {
		this.runner
			.withPropertyValues("dd.profiling.upload.period=soon", "dd.profiling.cpu.enabled=maybe",
					"dd.agent.port=tcp://10.0.0.1:8126", "dd.profiling.wall.interval=1h")
			.run((context) -> assertThat(status(context).problems()).hasSize(4));
	}

	@Test
	void problemSaysWhereTheValueComesFrom() {
		this.runner.withInitializer(SystemEnvironment.of(Map.of("DD_PROFILING_UPLOAD_PERIOD", "soon")))
			.run((context) -> assertThat(status(context).problems()).singleElement()
				.asString()
				.contains("DD_PROFILING_UPLOAD_PERIOD", "systemEnvironment"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "DD_PROFILING", "DD_PROFILING_STACK", "DD_PROFILING_HEAP", "DD_PROFILING_UPLOAD",
			"DD_AGENT", "DD_TRACE", "DD_TRACE_AGENT" })
	void valueOfAGroupDoesNotStopTheApplication(String variable) {
		this.runner.withInitializer(SystemEnvironment.of(Map.of(variable, "true"))).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.configured.get()).satisfies(isDefault());
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "dd.profiling.enabled", "dd.profiling.upload.period", "dd.profiling.cpu.enabled",
			"dd.profiling.stackdepth", "dd.trace.agent.port", "dd.profiling.url" })
	void placeholderWithoutValueDoesNotStopTheApplication(String property) {
		this.runner.withPropertyValues(property + "=${missing.one}").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(status(context).problems()).singleElement()
				.asString()
				.contains("'" + property + "'", "${missing.one}");
			assertThat(this.configured.get()).satisfies(isDefault());
		});
	}

	@ParameterizedTest
	@CsvSource({ "dd.trace.agent.url,http://user:s3cret@ho st:8126", "dd.trace.agent.url,user:s3cret@host:8126",
			"dd.trace.agent.url,http://us er:s3c@s3cret@host", "dd.trace.agent.url,ftp://s3cret@host",
			"dd.trace.agent.url,ftp://host/?api_key=s3cret", "dd.profiling.url,ftp://user:s3cret@host/v1",
			"dd.profiling.url,http://user:s3cret@[host/v1", "dd.profiling.url,http:?dd-api-key=s3cret",
			"dd.agent.host,http://user:s3cret@host", "dd.agent.port,user:s3cret@host",
			"dd.trace.agent.port,tcp://user:s3cret@host:8126", "dd.profiling.upload.period,http://u:s3cret@host",
			"dd.profiling.pyroscope.url,ftp://user:s3cret@host", "dd.profiling.otlp.url,http://user:s3cret@[host" })
	void credentialsAreNotShown(String property, String value, CapturedOutput output) {
		this.runner.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(status(context).problems()).singleElement().asString().contains("'" + property + "'", "***");
			assertThat(ProfilerDescriptor.of(context.getBean(Profiler.class)).toString()).doesNotContain("s3cret");
			assertThat(output).contains(property).doesNotContain("s3cret");
		});
	}

	@Test
	void secretsOfBackendsAreNotShown(CapturedOutput output) {
		this.runner.withPropertyValues("dd.profiling.pyroscope.url=http://user:s3cret@127.0.0.1:4040",
				"dd.profiling.pyroscope.user=user", "dd.profiling.pyroscope.password=s3cret",
				"dd.profiling.pyroscope.auth-token=s3cret", "dd.profiling.otlp.url=http://user:s3cret@127.0.0.1:4318",
				"dd.profiling.otlp.headers=Authorization=Bearer%20s3cret")
			.run((context) -> {
				ProfilerStatus status = status(context);
				assertThat(status.problems()).isEmpty();
				assertThat(status.exporters()).extracting(ExporterStatus::name).contains("pyroscope", "otlp");
				assertThat(status + ProfilerDescriptor.of(context.getBean(Profiler.class)).toString()
						+ context.getBean(ProfilingProperties.class) + output)
					.doesNotContain("s3cret");
			});
	}

	@Test
	void apiKeyInTheWrongPlaceIsNotShown(CapturedOutput output) {
		String key = "0123456789abcdef0123456789abcdef";

		this.runner.withPropertyValues("dd.profiling.url=" + key).run((context) -> {
			assertThat(status(context).problems()).hasSize(1);
			assertThat(output).contains("dd.profiling.url").doesNotContain(key);
		});
	}

	@Test
	void problemIsOneLine() {
		this.runner.withInitializer(SystemEnvironment.of(Map.of("DD_AGENT_PORT", "1\n2 WARN forged")))
			.run((context) -> assertThat(status(context).problems()).singleElement()
				.asString()
				.hasLineCount(1)
				.contains("'1 2 WARN forged'"));
	}

	@Test
	void failedAliasLeavesWhatItStandsFor() {
		this.runner.withPropertyValues("dd.profiling.upload.period=30s", "dd.profiling.upload.interval=0")
			.run((context) -> {
				assertThat(status(context).problems()).singleElement().asString().contains("upload.interval");
				assertThat(status(context).uploadPeriod()).hasSeconds(30);
			});
	}

	@Test
	void bindingOfOtherPropertiesStaysStrict() {
		this.runner.withUserConfiguration(OtherConfiguration.class)
			.withPropertyValues("dd.other.size=large")
			.run((context) -> assertThat(context).hasFailed());
	}

	private Consumer<ProfilerBuilder> isDefault() {
		ProfilerBuilder expected = Profiler.plainBuilder().shutdownHook(false).disabled("by the test");
		return (builder) -> assertThat(builder).usingRecursiveComparison()
			.usingOverriddenEquals()
			.ignoringFields("problems")
			.isEqualTo(expected);
	}

	private ContextConsumer<AssertableApplicationContext> isNotedAndTheDefaultUsed(InvalidValue invalid,
			CapturedOutput output) {
		return (context) -> {
			assertThat(context).hasNotFailed();
			List<String> problems = status(context).problems();
			assertThat(problems).singleElement()
				.asString()
				.contains("'" + invalid.property() + "'", "'" + invalid.shown() + "'")
				.doesNotContain("s3cr")
				.containsPattern(": it (must|is) ");
			assertThat(output).contains(problems.get(0));
			assertThat(this.configured.get()).satisfies(isDefault());
		};
	}

	private static ProfilerStatus status(AssertableApplicationContext context) {
		return context.getBean(Profiler.class).status();
	}

	private static List<String> invalidValues(Property property) {
		return switch (property.type()) {
			case "java.lang.Boolean" -> List.of("maybe", "auto", "2");
			case "java.lang.Integer" -> invalidNumbers(property.name());
			case "java.lang.Double" -> List.of("often", "0.0", "-5.0", "NaN", "1.0E300");
			case "java.time.Duration" -> List.of("soon", "1d2h", "0ms", "-1000ms");
			case "org.springframework.util.unit.DataSize" -> List.of("large", "10XB", "0", "-1");
			case "java.net.URI" -> List.of("nonsense", "http://[", "ftp://host/v1", "unix:///socket");
			case "io.ddprofiling.spring.Switch" -> List.of("maybe", "2", "truefalse");
			case "io.ddprofiling.export.datadog.UploadFormat", "io.ddprofiling.recorder.Engine" -> List.of("xml", "1");
			case "java.lang.String" -> invalidTexts(property.name());
			case "java.util.List<java.lang.String>" -> List.of("thread id", "a,b,c,d,e,f,g,h,i,j,k");
			default -> throw new AssertionError("no invalid values are known of " + property.type());
		};
	}

	private static List<String> invalidNumbers(String property) {
		String tooSmall = switch (property) {
			case "dd.profiling.metrics.max-endpoints" -> "-2";
			case "dd.profiling.max-samples" -> "499";
			default -> "0";
		};
		return List.of("many", tooSmall, "-1", "99999999999", "1.5");
	}

	private static List<String> invalidTexts(String property) {
		return switch (property) {
			// any text will do
			case "dd.service", "dd.env", "dd.version", "dd.git.repository.url" -> List.of();
			// these are shown nowhere
			case "dd.api-key", "dd.profiling.proxy.username", "dd.profiling.proxy.password",
					"dd.profiling.upload.trust-store-password" ->
				List.of();
			case "dd.api-key-file" -> List.of("/no/such/file", "/var/\0/x");
			case "dd.site" -> List.of("https://app.datadoghq.eu", "datadoghq", "datadoghq.com/api", "a b.com");
			case "dd.git.commit.sha" -> List.of("main", "12345", "8a3f0f6 dirty");
			case "dd.profiling.proxy.host" -> List.of("http://proxy", "proxy:3128", "a b");
			case "dd.profiling.upload.ssl-bundle" -> List.of("missing");
			case "dd.tags", "dd.profiling.tags" -> List.of("nonsense", ":", "key:");
			case "dd.agent.host" -> List.of("http://agent", "a b", "agent/v1");
			case "dd.agent.port", "dd.trace.agent.port" ->
				List.of("tcp://10.0.0.1:8126", "0", "65536", "http", "8126.0");
			case "dd.trace.agent.url" ->
				List.of("nonsense", "http://", "ftp://agent:21", "unix:///", "agent:8126", "a b");
			case "dd.profiling.store.directory", "dd.profiling.library-path", "dd.profiling.output-pprof",
					"dd.profiling.upload.trust-store" ->
				List.of("/var/\0/x");
			case "dd.profiling.pyroscope.tenant-id" -> List.of("a b", "a:b", "a\0b", "\u00e4");
			case "dd.profiling.pyroscope.user" -> List.of("a:b", "a\0b");
			case "dd.profiling.pyroscope.password" -> List.of("s3cr\0et");
			case "dd.profiling.pyroscope.auth-token" -> List.of("Bearer s3cret", "s3cr\0et", "\u00e4");
			case "dd.profiling.otlp.path" -> List.of("v1/profiles", "/a b", "/a#b", "/a\0b");
			case "dd.profiling.otlp.headers" -> List.of("s3cret", "=s3cret", "a b=s3cret", "Host=s3cret",
					"key=s3cr%0Aet", "key=s3cret%", "key=s3cr\0et");
			case "dd.profiling.triggers.meters" -> List.of("jvm.threads.live", "a > b", "a{b} > 1", "a{b=c > 1",
					"a median > 1", "a value > 1; b", "a=b > 1", "> 1", "a > 1 2");
			case "dd.profiling.max-overhead", "dd.profiling.max-time-usage-pct", "dd.profiling.triggers.cpu-over",
					"dd.profiling.triggers.heap-over", "dd.profiling.triggers.gc-over" ->
				List.of("low", "-1", "0.05", "101", "NaN", "1 percent");
			case "dd.profiling.upload.family", "dd.profiling.upload.attachment-name",
					"dd.profiling.upload.attachment-file", "dd.profiling.upload.language",
					"dd.profiling.upload.runtime" ->
				List.of("a b", "a\"b", "a,b", "a:b", "\u00e4");
			default -> throw new AssertionError("no invalid values are known of " + property);
		};
	}

	/**
	 * A property with a value it does not take.
	 *
	 * @param property the key
	 * @param value the value
	 */
	record InvalidValue(String property, String value) {

		String shown() {
			boolean secret = this.property.matches(".*\\.(password|auth-token|headers)");
			return secret ? "***" : this.value.replace('\0', ' ');
		}

		@Override
		public String toString() {
			return this.property + "=" + this.value.replace('\0', '0');
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(OtherProperties.class)
	static class OtherConfiguration {

	}

	@ConfigurationProperties("dd.other")
	record OtherProperties(int size) {

	}

}
