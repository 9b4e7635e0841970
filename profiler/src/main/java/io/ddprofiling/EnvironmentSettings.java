package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.recorder.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Reads the environment variables Datadog's users know, each also as a system property
 * ({@code DD_PROFILING_TAGS} as {@code dd.profiling.tags}). A value that cannot be used
 * is left out and noted, never thrown: the variable may be meant for somebody else.
 */
final class EnvironmentSettings {

	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");

	/**
	 * The properties of Datadog's that are not named after their variable.
	 */
	private static final Map<String, String> PROPERTIES = Map.of("DD_API_KEY", "dd.api-key", "DD_API_KEY_FILE",
			"dd.api-key-file");

	private final Function<String, @Nullable String> variables;

	private final ProfilerBuilder builder;

	private EnvironmentSettings(Function<String, @Nullable String> variables, ProfilerBuilder builder) {
		this.variables = variables;
		this.builder = builder;
	}

	static void apply(ProfilerBuilder builder) {
		apply(EnvironmentSettings::lookUp, builder);
	}

	static void apply(Function<String, @Nullable String> variables, ProfilerBuilder builder) {
		new EnvironmentSettings(variables, builder).apply();
	}

	private void apply() {
		applyDatadog();
		with("DD_PROFILING_ENABLED", (value) -> {
			if (!value.equalsIgnoreCase("auto") && !flag(value)) {
				this.builder.disabled("DD_PROFILING_ENABLED is " + value);
			}
		});
		with("DD_SERVICE", this.builder::service);
		with("DD_ENV", this.builder::env);
		with("DD_VERSION", this.builder::version);
		with("DD_TAGS", (value) -> this.builder.tags(Tags.parse(value)));
		with("DD_PROFILING_TAGS", (value) -> this.builder.tags(Tags.parse(value)));
		with("DD_AGENT_HOST", this.builder::agentHost);
		with("DD_TRACE_AGENT_PORT", (value) -> this.builder.agentPort(wholeNumber(value)));
		with("DD_TRACE_AGENT_URL", (value) -> this.builder.agentUrl(AgentUrls.parse(value)));
		with("DD_PROFILING_URL", (value) -> this.builder.profileUrl(AgentUrls.parse(value)));
		with("DD_PROFILING_UPLOAD_PERIOD", (value) -> this.builder.uploadPeriod(seconds(value)));
		with("DD_PROFILING_UPLOAD_INTERVAL", (value) -> this.builder.uploadPeriod(seconds(value)));
		with("DD_PROFILING_ENGINE", (value) -> this.builder.engine(Engine.of(value)));
		with("DD_PROFILING_STACKDEPTH", (value) -> this.builder.stackDepth(wholeNumber(value)));
		with("DD_PROFILING_MAX_FRAMES", (value) -> this.builder.stackDepth(wholeNumber(value)));
		with("DD_PROFILING_MAX_OVERHEAD", (value) -> this.builder.maxOverhead(Percent.parse(value)));
		with("DD_PROFILING_MAX_TIME_USAGE_PCT", (value) -> this.builder.maxOverhead(Percent.parse(value)));
		with("DD_PROFILING_MAX_SAMPLES", (value) -> this.builder.maxSamples(wholeNumber(value)));
		with("DD_PROFILING_ENDPOINT_COLLECTION_ENABLED", (value) -> this.builder.endpoints(flag(value)));
		with("DD_PROFILING_CONTEXT_ATTRIBUTES",
				(value) -> this.builder.contextAttributes(List.of(value.split("\\s*,\\s*"))));
		with("DD_PROFILING_OUTPUT_PPROF", (value) -> this.builder.outputPrefix(Path.of(value)));
		with("DD_PROFILING_STACK_ENABLED", (value) -> {
			this.builder.type(ProfileType.CPU, flag(value));
			this.builder.type(ProfileType.WALL, flag(value));
		});
		with("DD_PROFILING_LOCK_ENABLED", (value) -> this.builder.type(ProfileType.LOCK, flag(value)));
		with("DD_PROFILING_HEAP_ENABLED", (value) -> this.builder.type(ProfileType.LIVE_HEAP, flag(value)));
		with("DD_PROFILING_EXCEPTION_ENABLED", (value) -> this.builder.type(ProfileType.EXCEPTION, flag(value)));
		with("DD_PROFILING_EXCEPTION_SAMPLING_INTERVAL", (value) -> this.builder.exceptionInterval(wholeNumber(value)));
		with("DD_PROFILING_MEMORY_ENABLED", (value) -> {
			this.builder.type(ProfileType.ALLOCATION, flag(value));
			if (!flag(value)) {
				this.builder.type(ProfileType.LIVE_HEAP, false);
			}
		});
		applyPyroscope();
		applyOtlp();
	}

	// not PYROSCOPE_SERVER_ADDRESS: it belongs to Grafana's agent, which would upload the
	// same application a second time, or did so until now from this very environment
	private void applyPyroscope() {
		with("DD_PROFILING_PYROSCOPE_URL",
				(value) -> this.builder.pyroscope((server) -> server.url(AgentUrls.parse(value))));
		with("DD_PROFILING_PYROSCOPE_TENANT_ID", (value) -> this.builder.pyroscope((server) -> server.tenantId(value)));
		with("DD_PROFILING_PYROSCOPE_USER", (value) -> this.builder.pyroscope((server) -> server.user(value)));
		with("DD_PROFILING_PYROSCOPE_PASSWORD", (value) -> this.builder.pyroscope((server) -> server.password(value)));
		with("DD_PROFILING_PYROSCOPE_AUTH_TOKEN",
				(value) -> this.builder.pyroscope((server) -> server.authToken(value)));
	}

	// not OTEL_EXPORTER_OTLP_ENDPOINT: it says where traces and metrics go, often by
	// another
	// protocol, and few of those who take them take profiles
	private void applyOtlp() {
		with("DD_PROFILING_OTLP_URL", (value) -> this.builder.otlp((server) -> server.url(AgentUrls.parse(value))));
		with("DD_PROFILING_OTLP_PATH", (value) -> this.builder.otlp((server) -> server.path(value)));
		with("DD_PROFILING_OTLP_HEADERS", (value) -> this.builder.otlp((server) -> server.headers(value)));
	}

	private void applyDatadog() {
		with("DD_PROFILING_AGENTLESS", (value) -> this.builder.agentless(flag(value)));
		with("DD_API_KEY_FILE", (value) -> this.builder.apiKeyFile(Path.of(value)));
		with("DD_API_KEY", this.builder::apiKey);
		with("DD_SITE", this.builder::site);
		with("DD_PROFILING_PROXY_HOST", this.builder::proxyHost);
		with("DD_PROFILING_PROXY_PORT", (value) -> this.builder.proxyPort(wholeNumber(value)));
		with("DD_PROFILING_PROXY_USERNAME", this.builder::proxyUsername);
		with("DD_PROFILING_PROXY_PASSWORD", this.builder::proxyPassword);
		with("DD_PROFILING_UPLOAD_TRUST_STORE", (value) -> this.builder.trustStore(Path.of(value)));
		with("DD_PROFILING_UPLOAD_TRUST_STORE_PASSWORD", this.builder::trustStorePassword);
		with("DD_TRACE_GIT_METADATA_ENABLED", (value) -> this.builder.gitMetadata(flag(value)));
		with("DD_GIT_COMMIT_SHA", this.builder::gitCommitSha);
		with("DD_GIT_REPOSITORY_URL", this.builder::gitRepositoryUrl);
	}

	private void with(String name, Consumer<String> setting) {
		String value = this.variables.apply(name);
		if (value == null || value.isBlank()) {
			return;
		}
		try {
			setting.accept(value.strip());
		}
		catch (IllegalArgumentException ex) {
			this.builder.problem(name + " is not used: " + ex.getMessage());
		}
	}

	private static int wholeNumber(String value) {
		try {
			return Integer.parseInt(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("it must be a whole number", ex);
		}
	}

	private static Duration seconds(String value) {
		if (!SECONDS.matcher(value).matches()) {
			throw new IllegalArgumentException("it must be a number of seconds, without a unit");
		}
		return Duration.ofNanos(Math.round(Double.parseDouble(value) * 1e9));
	}

	private static boolean flag(String value) {
		return switch (value.toLowerCase(Locale.ROOT)) {
			case "true", "1", "yes", "on" -> true;
			case "false", "0", "no", "off" -> false;
			default -> throw new IllegalArgumentException("it must be true or false");
		};
	}

	private static @Nullable String lookUp(String name) {
		String property = System
			.getProperty(PROPERTIES.getOrDefault(name, name.toLowerCase(Locale.ROOT).replace('_', '.')));
		return (property != null) ? property : System.getenv(name);
	}

}
