package io.ddprofiling.spring;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;

import io.ddprofiling.Percent;
import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerBuilder;
import io.ddprofiling.Tags;
import io.ddprofiling.TriggerSettings;
import io.ddprofiling.export.datadog.PayloadConvention;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.ProfileType;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Applies properties to a profiler's settings. A value out of range is noted and its
 * default used.
 */
final class ProfilerFactory {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

	private final ProfilingProperties properties;

	private final DatadogProperties shared;

	private final LenientBinding binding;

	private final @Nullable SslBundles bundles;

	private final ProfilerBuilder builder = Profiler.plainBuilder().shutdownHook(false);

	ProfilerFactory(ProfilingProperties properties, DatadogProperties shared, LenientBinding binding,
			@Nullable SslBundles bundles) {
		this.bundles = bundles;
		this.properties = properties;
		this.shared = shared;
		this.binding = binding;
	}

	ProfilerBuilder create(@Nullable String applicationName) {
		if (this.properties.enabled() == Switch.FALSE) {
			this.builder.disabled("dd.profiling.enabled is false");
		}
		applyIdentity(applicationName);
		applyTypes();
		applyStore();
		applyAgent();
		applyUpload();
		applyDatadog();
		set("dd.profiling.metrics.max-endpoints", this.properties.metrics().maxEndpoints(),
				this.builder::countedEndpoints);
		applyPyroscope();
		applyOtlp();
		applySpans();
		applyCaptures();
		applyTriggers();
		this.binding.problems().forEach(this.builder::problem);
		return this.builder;
	}

	private void applyIdentity(@Nullable String applicationName) {
		set("spring.application.name", applicationName, this.builder::defaultService);
		set("dd.service", this.shared.service(), this.builder::service);
		set("dd.env", this.shared.env(), this.builder::env);
		set("dd.version", this.shared.version(), this.builder::version);
		set("dd.tags", this.shared.tags(), (tags) -> this.builder.tags(tags(tags)));
		set("dd.profiling.tags", this.properties.tags(), (tags) -> this.builder.tags(tags(tags)));
	}

	private void applyTypes() {
		this.builder.engine(this.properties.engine());
		boolean stack = this.properties.stack().enabled();
		this.builder.type(ProfileType.CPU, stack && this.properties.cpu().enabled());
		this.builder.type(ProfileType.WALL, stack && this.properties.wall().enabled());
		boolean memory = this.properties.memory().enabled();
		this.builder.type(ProfileType.ALLOCATION, memory && this.properties.allocation().enabled());
		this.builder.type(ProfileType.LIVE_HEAP, memory && this.properties.heap().enabled());
		this.builder.type(ProfileType.LOCK, this.properties.lock().enabled());
		this.builder.type(ProfileType.EXCEPTION, this.properties.exception().enabled());
		this.builder.type(ProfileType.NATIVE_LOCK, this.properties.nativeLock().enabled());
		this.builder.type(ProfileType.NATIVE_MEMORY, this.properties.nativeMemory().enabled());
		this.builder.type(ProfileType.IO, this.properties.io().enabled());
		applyIntervals();
		this.builder.kernelFrames(this.properties.cpu().kernelFrames());
		set("dd.profiling.stackdepth", this.properties.stackdepth(), this.builder::stackDepth);
		set("dd.profiling.max-frames", this.properties.maxFrames(), this.builder::stackDepth);
		set("dd.profiling.max-overhead", this.properties.maxOverhead(),
				(percent) -> this.builder.maxOverhead(Percent.parse(percent)));
		set("dd.profiling.max-samples", this.properties.maxSamples(), this.builder::maxSamples);
		set("dd.profiling.max-time-usage-pct", this.properties.maxTimeUsagePct(),
				(percent) -> this.builder.maxOverhead(Percent.parse(percent)));
		set("dd.profiling.library-path", this.properties.libraryPath(), (path) -> this.builder.libraryPath(path(path)));
	}

	private void applyIntervals() {
		set("dd.profiling.cpu.interval", this.properties.cpu().interval(), this.builder::cpuInterval);
		set("dd.profiling.wall.interval", this.properties.wall().interval(), this.builder::wallInterval);
		set("dd.profiling.allocation.interval", this.properties.allocation().interval().toBytes(),
				this.builder::allocationInterval);
		set("dd.profiling.lock.interval", this.properties.lock().interval(), this.builder::lockInterval);
		set("dd.profiling.exception.sampling-interval", this.properties.exception().samplingInterval(),
				this.builder::exceptionInterval);
		set("dd.profiling.native-lock.interval", this.properties.nativeLock().interval(),
				this.builder::nativeLockInterval);
		set("dd.profiling.native-memory.interval", this.properties.nativeMemory().interval().toBytes(),
				this.builder::nativeMemoryInterval);
		set("dd.profiling.io.threshold", this.properties.io().threshold(), this.builder::ioThreshold);
	}

	private void applyStore() {
		ProfilingProperties.Store store = this.properties.store();
		set("dd.profiling.store.directory", store.directory(), (path) -> this.builder.storeDirectory(path(path)));
		set("dd.profiling.store.max-size", store.maxSize().toBytes(), this.builder::storeMaxBytes);
		set("dd.profiling.store.max-age", store.maxAge(), this.builder::storeMaxAge);
		set("dd.profiling.store.flush-interval", store.flushInterval(), this.builder::cutInterval);
		set("dd.profiling.store.roll-interval", store.rollInterval(), this.builder::rollInterval);
	}

	private void applyAgent() {
		set("dd.agent.host", this.shared.agent().host(), this.builder::agentHost);
		set("dd.agent.port", this.shared.agent().port(), (port) -> this.builder.agentPort(port(port)));
		set("dd.trace.agent.port", this.shared.trace().agent().port(), (port) -> this.builder.agentPort(port(port)));
		set("dd.trace.agent.url", this.shared.trace().agent().url(), (url) -> this.builder.agentUrl(url(url)));
		set("dd.profiling.url", this.properties.url(), this.builder::profileUrl);
	}

	private void applyUpload() {
		ProfilingProperties.Upload upload = this.properties.upload();
		this.builder.uploadMode(mode(upload.enabled()));
		set("dd.profiling.upload.period", upload.period(), this.builder::uploadPeriod);
		set("dd.profiling.upload.interval", upload.interval(),
				(seconds) -> this.builder.uploadPeriod(Duration.ofMillis(Math.round(seconds * 1000))));
		set("dd.profiling.upload.timeout", upload.timeout(), this.builder::uploadTimeout);
		set("dd.profiling.upload.max-backlog-age", upload.maxBacklogAge(), this.builder::maxBacklogAge);
		set("dd.profiling.upload.max-backlog-size", upload.maxBacklogSize().toBytes(), this.builder::maxBacklogBytes);
		this.builder.payload(payload(upload));
		set("dd.profiling.output-pprof", this.properties.outputPprof(),
				(prefix) -> this.builder.outputPrefix(path(prefix)));
	}

	private void applyDatadog() {
		this.builder.agentless(this.properties.agentless());
		set("dd.api-key-file", this.shared.apiKeyFile(), (file) -> this.builder.apiKeyFile(path(file)));
		setSecret("dd.api-key", this.shared.apiKey(), this.builder::apiKey);
		set("dd.site", this.shared.site(), this.builder::site);
		this.builder.gitMetadata(this.shared.trace().git().metadata().enabled());
		set("dd.git.commit.sha", this.shared.git().commit().sha(), this.builder::gitCommitSha);
		setSecret("dd.git.repository.url", this.shared.git().repository().url(), this.builder::gitRepositoryUrl);
		ProfilingProperties.Proxy proxy = this.properties.proxy();
		set("dd.profiling.proxy.host", proxy.host(), this.builder::proxyHost);
		set("dd.profiling.proxy.port", proxy.port(), this.builder::proxyPort);
		setSecret("dd.profiling.proxy.username", proxy.username(), this.builder::proxyUsername);
		setSecret("dd.profiling.proxy.password", proxy.password(), this.builder::proxyPassword);
		applyTrust(this.properties.upload());
	}

	private void applyTrust(ProfilingProperties.Upload upload) {
		set("dd.profiling.upload.trust-store", upload.trustStore(), (file) -> this.builder.trustStore(path(file)));
		setSecret("dd.profiling.upload.trust-store-password", upload.trustStorePassword(),
				this.builder::trustStorePassword);
		set("dd.profiling.upload.ssl-bundle", upload.sslBundle(), (name) -> this.builder.tls(bundle(name)));
	}

	private Supplier<SSLContext> bundle(String name) {
		SslBundles registered = this.bundles;
		if (registered == null) {
			throw new IllegalArgumentException("it must be the name of an SSL bundle, and there are none");
		}
		try {
			registered.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new IllegalArgumentException("it must be the name of an SSL bundle, as in spring.ssl.bundle.pem.*");
		}
		// asked anew for each connection, as a bundle may be reloaded
		return () -> registered.getBundle(name).createSslContext();
	}

	private void applyPyroscope() {
		ProfilingProperties.Pyroscope pyroscope = this.properties.pyroscope();
		set("dd.profiling.pyroscope.url", pyroscope.url(),
				(url) -> this.builder.pyroscope((server) -> server.url(url)));
		set("dd.profiling.pyroscope.tenant-id", pyroscope.tenantId(),
				(tenant) -> this.builder.pyroscope((server) -> server.tenantId(tenant)));
		set("dd.profiling.pyroscope.user", pyroscope.user(),
				(user) -> this.builder.pyroscope((server) -> server.user(user)));
		setSecret("dd.profiling.pyroscope.password", pyroscope.password(),
				(password) -> this.builder.pyroscope((server) -> server.password(password)));
		setSecret("dd.profiling.pyroscope.auth-token", pyroscope.authToken(),
				(token) -> this.builder.pyroscope((server) -> server.authToken(token)));
	}

	private void applyOtlp() {
		ProfilingProperties.Otlp otlp = this.properties.otlp();
		set("dd.profiling.otlp.url", otlp.url(), (url) -> this.builder.otlp((server) -> server.url(url)));
		set("dd.profiling.otlp.path", otlp.path(), (path) -> this.builder.otlp((server) -> server.path(path)));
		setSecret("dd.profiling.otlp.headers", otlp.headers(),
				(headers) -> this.builder.otlp((server) -> server.headers(headers)));
	}

	private void applySpans() {
		this.builder.endpoints(this.properties.endpoint().collection().enabled());
		List<String> attributes = this.properties.context()
			.attributes()
			.stream()
			.map(String::strip)
			.filter(StringUtils::hasText)
			.toList();
		set("dd.profiling.context.attributes", String.join(",", attributes),
				(names) -> this.builder.contextAttributes(attributes));
	}

	private void applyCaptures() {
		ProfilingProperties.Captures captures = this.properties.captures();
		set("dd.profiling.captures.max-count", captures.maxCount(), this.builder::maxCaptures);
		set("dd.profiling.captures.max-size", captures.maxSize().toBytes(), this.builder::captureMaxBytes);
		set("dd.profiling.captures.max-duration", captures.maxDuration(), this.builder::captureMaxDuration);
		set("dd.profiling.captures.max-age", captures.maxAge(), this.builder::captureMaxAge);
	}

	private void applyTriggers() {
		ProfilingProperties.Triggers triggers = this.properties.triggers();
		trigger("before", triggers.before(), TriggerSettings::before);
		trigger("after", triggers.after(), TriggerSettings::after);
		trigger("cooldown", triggers.cooldown(), TriggerSettings::cooldown);
		trigger("global-cooldown", triggers.globalCooldown(), TriggerSettings::globalCooldown);
		trigger("cpu-over", triggers.cpuOver(), (settings, percent) -> settings.cpu(Percent.parse(percent)));
		trigger("cpu-lasting", triggers.cpuLasting(), TriggerSettings::cpuLasting);
		trigger("heap-over", triggers.heapOver(), (settings, percent) -> settings.heap(Percent.parse(percent)));
		trigger("gc-over", triggers.gcOver(),
				(settings, percent) -> settings.garbageCollection(Percent.parse(percent)));
		trigger("gc-lasting", triggers.gcLasting(), TriggerSettings::garbageCollectionLasting);
		trigger("slow-endpoint", triggers.slowEndpoint(), TriggerSettings::slowEndpoint);
		trigger("out-of-memory", triggers.outOfMemory(), TriggerSettings::outOfMemory);
		trigger("start-up", triggers.startUp(), TriggerSettings::startUp);
		// added where Micrometer is there
		trigger("meters", triggers.meters(), (settings, conditions) -> MeterCondition.parse(conditions));
	}

	private <T> void trigger(String key, @Nullable T value, BiConsumer<TriggerSettings, T> setting) {
		set("dd.profiling.triggers." + key, value,
				(given) -> this.builder.triggers((settings) -> setting.accept(settings, given)));
	}

	private PayloadConvention payload(ProfilingProperties.Upload upload) {
		PayloadConvention usual = PayloadConvention.of(upload.format());
		String family = name("family", upload.family());
		String attachmentName = name("attachment-name", upload.attachmentName());
		String attachmentFile = name("attachment-file", upload.attachmentFile());
		String language = name("language", upload.language());
		String runtime = name("runtime", upload.runtime());
		return new PayloadConvention(upload.format(), (family != null) ? family : usual.family(),
				(attachmentName != null) ? attachmentName : usual.partName(),
				(attachmentFile != null) ? attachmentFile : usual.fileName(),
				(language != null) ? language : usual.language(), (runtime != null) ? runtime : usual.runtime());
	}

	// these become part of a header and of a tag, where nothing is escaped
	private @Nullable String name(String key, @Nullable String value) {
		if (!StringUtils.hasText(value)) {
			return null;
		}
		if (!NAME.matcher(value.strip()).matches()) {
			this.binding.note("'dd.profiling.upload." + key + "'", value,
					"it must be made of letters, digits and the characters . _ - only");
			return null;
		}
		return value.strip();
	}

	private <T> void set(String name, @Nullable T value, Consumer<T> setting) {
		if (value == null || (value instanceof String text && !StringUtils.hasText(text))) {
			return;
		}
		try {
			setting.accept(value);
		}
		catch (IllegalArgumentException ex) {
			this.binding.note("'" + name + "'", (value instanceof Duration duration) ? text(duration) : value,
					allowed(ex));
		}
	}

	private void setSecret(String name, @Nullable String value, Consumer<String> setting) {
		try {
			if (StringUtils.hasText(value)) {
				setting.accept(value);
			}
		}
		catch (IllegalArgumentException ex) {
			this.binding.note("'" + name + "'", ShownValue.MASK, allowed(ex));
		}
	}

	private static UploadMode mode(Switch enabled) {
		return switch (enabled) {
			case TRUE -> UploadMode.ALWAYS;
			case AUTO -> UploadMode.AUTO;
			case FALSE -> UploadMode.NEVER;
		};
	}

	private static String text(Duration duration) {
		boolean fine = duration.toNanosPart() % 1_000_000 != 0;
		return fine ? DurationStyle.SIMPLE.print(duration, ChronoUnit.NANOS) : DurationStyle.SIMPLE.print(duration);
	}

	// the builder's messages name its own parameter and repeat the value
	private static String allowed(IllegalArgumentException ex) {
		return String.valueOf(ex.getMessage())
			.replaceFirst("^'\\w+' must", "it must")
			.replaceFirst("(, not|:) \\S+$", "");
	}

	private static int port(String text) {
		try {
			return Integer.parseInt(text.strip());
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("it must be a port number", ex);
		}
	}

	private static URI url(String text) {
		try {
			return new URI(text.strip());
		}
		catch (URISyntaxException ex) {
			// its message has the whole URL, which can hold a password
			throw new IllegalArgumentException("it must be a URL, as in http://localhost:8126");
		}
	}

	private static Path path(String text) {
		try {
			return Path.of(text.strip());
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException("it must be a path", ex);
		}
	}

	private static Map<String, String> tags(String text) {
		Map<String, String> tags = Tags.parse(text);
		if (tags.isEmpty()) {
			throw new IllegalArgumentException("it must be key:value pairs, separated by commas");
		}
		return tags;
	}

}
