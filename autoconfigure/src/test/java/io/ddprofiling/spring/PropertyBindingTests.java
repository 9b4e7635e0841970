package io.ddprofiling.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerBuilder;
import io.ddprofiling.TriggerSettings;
import io.ddprofiling.export.datadog.PayloadConvention;
import io.ddprofiling.export.datadog.UploadFormat;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.recorder.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProfilingProperties} and {@link DatadogProperties}, from the
 * environment to the settings of the profiler.
 */
class PropertyBindingTests {

	private static final Path API_KEY_FILE = apiKeyFile();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProfilerAutoConfiguration.class));

	static Stream<Setting> settings() {
		return Stream.of(
				// shared with Datadog's other clients
				setting("dd.service", "orders", (builder) -> builder.service("orders")),
				setting("dd.env", "prod", (builder) -> builder.env("prod")),
				setting("dd.version", "1.2.3", (builder) -> builder.version("1.2.3")),
				setting("dd.tags", "team:core,tier:1", (builder) -> builder.tag("team", "core").tag("tier", "1")),
				setting("dd.tags", "team:core tier:1", (builder) -> builder.tag("team", "core").tag("tier", "1")),
				setting("dd.agent.host", "agent.internal", (builder) -> builder.agentHost("agent.internal")),
				setting("dd.agent.port", "9126", (builder) -> builder.agentPort(9126)),
				setting("dd.trace.agent.port", "9126", (builder) -> builder.agentPort(9126)),
				setting("dd.trace.agent.url", "http://agent:9126",
						(builder) -> builder.agentUrl(URI.create("http://agent:9126"))),
				setting("dd.trace.agent.url", "unix:///var/run/datadog/other.socket",
						(builder) -> builder.agentUrl(URI.create("unix:///var/run/datadog/other.socket"))),
				// the profiler's own
				setting("dd.profiling.enabled", "off", (builder) -> {
				}), setting("dd.profiling.tags", "team:core", (builder) -> builder.tag("team", "core")),
				setting("dd.profiling.url", "https://intake/v1/input",
						(builder) -> builder.profileUrl(URI.create("https://intake/v1/input"))),
				setting("dd.profiling.engine", "jfr", (builder) -> builder.engine(Engine.JFR)),
				setting("dd.profiling.engine", "Async-Profiler", (builder) -> builder.engine(Engine.ASYNC_PROFILER)),
				setting("dd.profiling.library-path", "/opt/libasyncProfiler.so",
						(builder) -> builder.libraryPath(Path.of("/opt/libasyncProfiler.so"))),
				setting("dd.profiling.stackdepth", "128", (builder) -> builder.stackDepth(128)),
				setting("dd.profiling.max-frames", "64", (builder) -> builder.stackDepth(64)),
				setting("dd.profiling.max-samples", "6000", (builder) -> builder.maxSamples(6000)),
				setting("dd.profiling.max-samples", "0", (builder) -> builder.maxSamples(0)),
				setting("dd.profiling.max-overhead", "2.5", (builder) -> builder.maxOverhead(2.5)),
				setting("dd.profiling.max-overhead", "3%", (builder) -> builder.maxOverhead(3)),
				setting("dd.profiling.max-overhead", "off", (builder) -> builder.maxOverhead(0)),
				setting("dd.profiling.max-time-usage-pct", "5.0", (builder) -> builder.maxOverhead(5)),
				setting("dd.profiling.output-pprof", "/var/profiles/orders",
						(builder) -> builder.outputPrefix(Path.of("/var/profiles/orders"))),
				setting("dd.profiling.stack.enabled", "false",
						(builder) -> builder.type(ProfileType.CPU, false).type(ProfileType.WALL, false)),
				setting("dd.profiling.memory.enabled", "0",
						(builder) -> builder.type(ProfileType.ALLOCATION, false).type(ProfileType.LIVE_HEAP, false)),
				setting("dd.profiling.heap.enabled", "false", (builder) -> builder.type(ProfileType.LIVE_HEAP, false)),
				setting("dd.profiling.exception.enabled", "false",
						(builder) -> builder.type(ProfileType.EXCEPTION, false)),
				setting("dd.profiling.exception.sampling-interval", "100", (builder) -> builder.exceptionInterval(100)),
				setting("dd.profiling.native-lock.enabled", "true",
						(builder) -> builder.type(ProfileType.NATIVE_LOCK, true)),
				setting("dd.profiling.native-lock.interval", "1",
						(builder) -> builder.nativeLockInterval(Duration.ofMillis(1))),
				setting("dd.profiling.native-memory.enabled", "on",
						(builder) -> builder.type(ProfileType.NATIVE_MEMORY, true)),
				setting("dd.profiling.native-memory.interval", "64KB",
						(builder) -> builder.nativeMemoryInterval(65536)),
				setting("dd.profiling.io.enabled", "yes", (builder) -> builder.type(ProfileType.IO, true)),
				setting("dd.profiling.io.threshold", "20", (builder) -> builder.ioThreshold(Duration.ofMillis(20))),
				setting("dd.profiling.cpu.enabled", "false", (builder) -> builder.type(ProfileType.CPU, false)),
				setting("dd.profiling.cpu.kernel-frames", "true", (builder) -> builder.kernelFrames(true)),
				setting("dd.profiling.cpu.interval", "20", (builder) -> builder.cpuInterval(Duration.ofMillis(20))),
				setting("dd.profiling.wall.enabled", "no", (builder) -> builder.type(ProfileType.WALL, false)),
				setting("dd.profiling.wall.interval", "100ms",
						(builder) -> builder.wallInterval(Duration.ofMillis(100))),
				setting("dd.profiling.allocation.enabled", "False",
						(builder) -> builder.type(ProfileType.ALLOCATION, false)),
				setting("dd.profiling.allocation.interval", "1MB",
						(builder) -> builder.allocationInterval(1024 * 1024)),
				setting("dd.profiling.lock.enabled", "off", (builder) -> builder.type(ProfileType.LOCK, false)),
				setting("dd.profiling.lock.interval", "1", (builder) -> builder.lockInterval(Duration.ofMillis(1))),
				setting("dd.profiling.store.directory", "/var/profiles",
						(builder) -> builder.storeDirectory(Path.of("/var/profiles"))),
				setting("dd.profiling.store.max-size", "64MB", (builder) -> builder.storeMaxBytes(64 * 1024 * 1024)),
				setting("dd.profiling.store.max-age", "1800", (builder) -> builder.storeMaxAge(Duration.ofMinutes(30))),
				setting("dd.profiling.store.flush-interval", "5",
						(builder) -> builder.cutInterval(Duration.ofSeconds(5))),
				setting("dd.profiling.store.roll-interval", "2m",
						(builder) -> builder.rollInterval(Duration.ofMinutes(2))),
				setting("dd.profiling.captures.max-count", "3", (builder) -> builder.maxCaptures(3)),
				setting("dd.profiling.captures.max-size", "8MB", (builder) -> builder.captureMaxBytes(8 * 1024 * 1024)),
				setting("dd.profiling.captures.max-duration", "90",
						(builder) -> builder.captureMaxDuration(Duration.ofSeconds(90))),
				setting("dd.profiling.captures.max-age", "30d",
						(builder) -> builder.captureMaxAge(Duration.ofDays(30))),
				setting("dd.profiling.triggers.before", "10", trigger((set) -> set.before(Duration.ofSeconds(10)))),
				setting("dd.profiling.triggers.after", "90s", trigger((set) -> set.after(Duration.ofSeconds(90)))),
				setting("dd.profiling.triggers.cooldown", "1h", trigger((set) -> set.cooldown(Duration.ofHours(1)))),
				setting("dd.profiling.triggers.global-cooldown", "5m",
						trigger((set) -> set.globalCooldown(Duration.ofMinutes(5)))),
				setting("dd.profiling.triggers.cpu-over", "80%", trigger((set) -> set.cpu(80))),
				setting("dd.profiling.triggers.cpu-lasting", "10",
						trigger((set) -> set.cpuLasting(Duration.ofSeconds(10)))),
				setting("dd.profiling.triggers.heap-over", "90", trigger((set) -> set.heap(90))),
				setting("dd.profiling.triggers.gc-over", "12.5%", trigger((set) -> set.garbageCollection(12.5))),
				setting("dd.profiling.triggers.gc-lasting", "1m",
						trigger((set) -> set.garbageCollectionLasting(Duration.ofMinutes(1)))),
				setting("dd.profiling.triggers.slow-endpoint", "500",
						trigger((set) -> set.slowEndpoint(Duration.ofMillis(500)))),
				setting("dd.profiling.triggers.out-of-memory", "true", trigger((set) -> set.outOfMemory(true))),
				setting("dd.profiling.triggers.start-up", "on", trigger((set) -> set.startUp(true))),
				setting("dd.profiling.metrics.max-endpoints", "20", (builder) -> builder.countedEndpoints(20)),
				setting("dd.profiling.pyroscope.url", "https://pyroscope:4040/base",
						(builder) -> builder
							.pyroscope((server) -> server.url(URI.create("https://pyroscope:4040/base")))),
				setting("dd.profiling.pyroscope.tenant-id", "team-a",
						(builder) -> builder.pyroscope((server) -> server.tenantId("team-a"))),
				setting("dd.profiling.pyroscope.user", "12345",
						(builder) -> builder.pyroscope((server) -> server.user("12345"))),
				setting("dd.profiling.pyroscope.password", "p:w d",
						(builder) -> builder.pyroscope((server) -> server.password("p:w d"))),
				setting("dd.profiling.pyroscope.auth-token", "glc_token",
						(builder) -> builder.pyroscope((server) -> server.authToken("glc_token"))),
				setting("dd.profiling.otlp.url", "http://collector:4318",
						(builder) -> builder.otlp((server) -> server.url(URI.create("http://collector:4318")))),
				setting("dd.profiling.otlp.path", "/v1/profiles",
						(builder) -> builder.otlp((server) -> server.path("/v1/profiles"))),
				setting("dd.profiling.otlp.headers", "Authorization=Bearer%20abc, X-Scope-OrgID=team",
						(builder) -> builder
							.otlp((server) -> server.headers("X-Scope-OrgID=team,Authorization=Bearer%20abc"))),
				setting("dd.profiling.endpoint.collection.enabled", "false", (builder) -> builder.endpoints(false)),
				setting("dd.profiling.endpoint.collection.enabled", "off", (builder) -> builder.endpoints(false)),
				setting("dd.profiling.context.attributes", "tenant, region",
						(builder) -> builder.contextAttributes(List.of("tenant", "region"))),
				setting("dd.profiling.upload.enabled", "1", (builder) -> builder.uploadMode(UploadMode.ALWAYS)),
				setting("dd.profiling.upload.enabled", "auto", (builder) -> builder.uploadMode(UploadMode.AUTO)),
				setting("dd.profiling.upload.enabled", "false", (builder) -> builder.uploadMode(UploadMode.NEVER)),
				setting("dd.profiling.upload.period", "90", (builder) -> builder.uploadPeriod(Duration.ofSeconds(90))),
				setting("dd.profiling.upload.period", "2m", (builder) -> builder.uploadPeriod(Duration.ofMinutes(2))),
				setting("dd.profiling.upload.interval", "7.5",
						(builder) -> builder.uploadPeriod(Duration.ofMillis(7500))),
				setting("dd.profiling.upload.timeout", "30",
						(builder) -> builder.uploadTimeout(Duration.ofSeconds(30))),
				setting("dd.profiling.upload.max-backlog-age", "1800",
						(builder) -> builder.maxBacklogAge(Duration.ofMinutes(30))),
				setting("dd.profiling.upload.max-backlog-size", "16MB",
						(builder) -> builder.maxBacklogBytes(16 * 1024 * 1024)),
				setting("dd.profiling.upload.format", "jfr",
						(builder) -> builder.payload(PayloadConvention.of(UploadFormat.JFR))),
				setting("dd.profiling.upload.family", "go",
						(builder) -> builder.payload(
								new PayloadConvention(UploadFormat.PPROF, "go", "auto", "auto.pprof", "jvm", "jvm"))),
				setting("dd.profiling.upload.attachment-name", "cpu",
						(builder) -> builder.payload(new PayloadConvention(UploadFormat.PPROF, "python", "cpu",
								"auto.pprof", "jvm", "jvm"))),
				setting("dd.profiling.upload.attachment-file", "cpu.pprof",
						(builder) -> builder.payload(new PayloadConvention(UploadFormat.PPROF, "python", "auto",
								"cpu.pprof", "jvm", "jvm"))),
				setting("dd.profiling.upload.language", "java",
						(builder) -> builder.payload(new PayloadConvention(UploadFormat.PPROF, "python", "auto",
								"auto.pprof", "java", "jvm"))),
				setting("dd.profiling.upload.runtime", "java",
						(builder) -> builder.payload(new PayloadConvention(UploadFormat.PPROF, "python", "auto",
								"auto.pprof", "jvm", "java"))),
				// Datadog's
				setting("dd.api-key", "0123456789abcdef0123456789abcdef",
						(builder) -> builder.apiKey("0123456789abcdef0123456789abcdef")),
				setting("dd.api-key-file", API_KEY_FILE.toString(), (builder) -> builder.apiKeyFile(API_KEY_FILE)),
				setting("dd.site", "datadoghq.eu", (builder) -> builder.site("datadoghq.eu")),
				setting("dd.git.commit.sha", "8a3f0f6", (builder) -> builder.gitCommitSha("8a3f0f6")),
				setting("dd.git.repository.url", "https://bot:secret@git.example/shop",
						(builder) -> builder.gitRepositoryUrl("https://git.example/shop")),
				setting("dd.trace.git.metadata.enabled", "false", (builder) -> builder.gitMetadata(false)),
				setting("dd.profiling.agentless", "true", (builder) -> builder.agentless(true)),
				setting("dd.profiling.proxy.host", "proxy.internal", (builder) -> builder.proxyHost("proxy.internal")),
				setting("dd.profiling.proxy.port", "3128", (builder) -> builder.proxyPort(3128)),
				setting("dd.profiling.proxy.username", "me", (builder) -> builder.proxyUsername("me")),
				setting("dd.profiling.proxy.password", "pass", (builder) -> builder.proxyPassword("pass")),
				setting("dd.profiling.upload.trust-store", "/etc/ca.pem",
						(builder) -> builder.trustStore(Path.of("/etc/ca.pem"))),
				setting("dd.profiling.upload.trust-store-password", "pass",
						(builder) -> builder.trustStorePassword("pass")));
	}

	private static Consumer<ProfilerBuilder> trigger(Consumer<TriggerSettings> change) {
		return (builder) -> builder.triggers(change);
	}

	@ParameterizedTest
	@MethodSource("settings")
	void propertyIsApplied(Setting setting) {
		assertThat(configured(Map.of(), setting.property() + "=" + setting.value())).satisfies(isDefaultBut(setting));
	}

	@ParameterizedTest
	@MethodSource("settings")
	void environmentVariableIsApplied(Setting setting) {
		String variable = setting.property().toUpperCase(Locale.ROOT).replace('.', '_');

		assertThat(configured(Map.of(variable.replace('-', '_'), setting.value()))).satisfies(isDefaultBut(setting));
		assertThat(configured(Map.of(variable.replace("-", ""), setting.value()))).satisfies(isDefaultBut(setting));
	}

	@Test
	void everyPropertyIsTested() {
		Set<String> tested = settings().map(Setting::property).collect(Collectors.toSet());
		// in its own tests
		tested.add("dd.profiling.upload.ssl-bundle");
		tested.add("dd.profiling.triggers.meters");

		assertThat(ConfigurationMetadata.ownProperties()).extracting(ConfigurationMetadata.Property::name)
			.containsExactlyInAnyOrderElementsOf(tested);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void emptyValuesMeanTheDefaults(String value) {
		Map<String, String> variables = new LinkedHashMap<>();
		ConfigurationMetadata.ownProperties()
			.forEach((property) -> variables
				.put(property.name().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
		variables.put("DD_PROFILING_ENABLED", "false");

		assertThat(configured(variables)).satisfies(isDefaultBut(setting("", "", (builder) -> {
		})));
	}

	@Test
	void defaultsOfTheMetadataAreThoseOfTheCore() {
		String[] defaults = ConfigurationMetadata.ownProperties()
			.stream()
			.filter((property) -> property.defaultValue() != null && !property.name().equals("dd.profiling.enabled"))
			.map((property) -> property.name() + "=" + property.defaultValue())
			.toArray(String[]::new);

		assertThat(defaults).hasSizeGreaterThan(20);
		assertThat(configured(Map.of(), defaults)).satisfies(isDefaultBut(setting("", "", (builder) -> {
		})));
	}

	@Test
	void variablesOfTheOtherClientsAreIgnored() {
		Map<String, String> variables = Map.of("DD_PROFILING_DDPROF_ENABLED", "true",
				"DD_PROFILING_DDPROF_CPU_INTERVAL_MS", "x", "DD_PROFILING_CAPTURE_PCT", "1.0", "DD_TRACE_AGENT_TIMEOUT",
				"10", "DD_PROFILING_HEAP_SAMPLE_SIZE", "1024", "DD_AGENT_PORT_8126_TCP", "tcp://10.0.0.1:8126",
				"DD_TRACE_ENABLED", "maybe", "DD_TAGS_X", "y");

		assertThat(configured(variables)).satisfies(isDefaultBut(setting("", "", (builder) -> {
		})));
	}

	@Test
	void profilingTagsAreAddedToSharedTags() {
		Map<String, String> variables = Map.of("DD_TAGS", "team:core,tier:1", "DD_PROFILING_TAGS", "tier:2,zone:a");

		assertThat(configured(variables)).satisfies(isDefaultBut(
				setting("", "", (builder) -> builder.tag("team", "core").tag("tier", "2").tag("zone", "a"))));
	}

	@Test
	void serviceIsNamedAfterTheApplication() {
		assertThat(configured(Map.of(), "spring.application.name=shop"))
			.satisfies(isDefaultBut(setting("", "", (builder) -> builder.defaultService("shop"))));
		assertThat(configured(Map.of("DD_SERVICE", "orders"), "spring.application.name=shop"))
			.satisfies(isDefaultBut(setting("", "", (builder) -> builder.service("orders"))));
		assertThat(configured(Map.of("DD_SERVICE", ""), "spring.application.name=shop"))
			.satisfies(isDefaultBut(setting("", "", (builder) -> builder.defaultService("shop"))));
	}

	@Test
	void aliasOverridesWhatItStandsFor() {
		assertThat(configured(Map.of("DD_PROFILING_MAX_FRAMES", "64", "DD_PROFILING_STACKDEPTH", "128")))
			.satisfies(isDefaultBut(setting("", "", (builder) -> builder.stackDepth(64))));
		assertThat(configured(Map.of("DD_PROFILING_MAX_TIME_USAGE_PCT", "2.0", "DD_PROFILING_MAX_OVERHEAD", "3")))
			.satisfies(isDefaultBut(setting("", "", (builder) -> builder.maxOverhead(2))));
		assertThat(configured(Map.of("DD_PROFILING_UPLOAD_INTERVAL", "30", "DD_PROFILING_UPLOAD_PERIOD", "90")))
			.satisfies(isDefaultBut(setting("", "", (builder) -> builder.uploadPeriod(Duration.ofSeconds(30)))));
		assertThat(configured(Map.of("DD_TRACE_AGENT_PORT", "9001", "DD_AGENT_PORT", "9002")))
			.satisfies(isDefaultBut(setting("", "", (builder) -> builder.agentPort(9001))));
	}

	private static Path apiKeyFile() {
		try {
			Path file = Files.createTempFile("api-key", ".txt");
			file.toFile().deleteOnExit();
			return Files.writeString(file, "0123456789abcdef0123456789abcdef\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ProfilerBuilder configured(Map<String, String> variables, String... properties) {
		AtomicReference<ProfilerBuilder> configured = new AtomicReference<>();
		this.runner.withInitializer(SystemEnvironment.of(variables))
			.withPropertyValues("dd.profiling.enabled=false")
			.withPropertyValues(properties)
			.withBean(ProfilerBuilderCustomizer.class, () -> configured::set)
			.run((context) -> assertThat(context).hasNotFailed());
		return configured.get();
	}

	private static Consumer<ProfilerBuilder> isDefaultBut(Setting setting) {
		ProfilerBuilder expected = Profiler.plainBuilder()
			.shutdownHook(false)
			.disabled("dd.profiling.enabled is false");
		setting.effect().accept(expected);
		return (builder) -> assertThat(builder).usingRecursiveComparison().usingOverriddenEquals().isEqualTo(expected);
	}

	private static Setting setting(String property, String value, Consumer<ProfilerBuilder> effect) {
		return new Setting(property, value, effect);
	}

	/**
	 * A property with what it shall do.
	 *
	 * @param property the key
	 * @param value the value
	 * @param effect the change of the defaults
	 */
	record Setting(String property, String value, Consumer<ProfilerBuilder> effect) {

		@Override
		public String toString() {
			return this.property + "=" + this.value;
		}

	}

}
