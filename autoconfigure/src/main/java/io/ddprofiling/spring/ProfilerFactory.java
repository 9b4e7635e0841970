package io.ddprofiling.spring;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerBuilder;
import io.ddprofiling.Tags;
import io.ddprofiling.export.datadog.PayloadConvention;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.ProfileType;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Applies properties to a profiler's settings. A value out of range is noted and its
 * default used.
 */
final class ProfilerFactory {

	private final ProfilingProperties properties;

	private final DatadogProperties shared;

	private final LenientBinding binding;

	private final ProfilerBuilder builder = Profiler.plainBuilder().shutdownHook(false);

	ProfilerFactory(ProfilingProperties properties, DatadogProperties shared, LenientBinding binding) {
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
		this.binding.problems().forEach(this.builder::problem);
		return this.builder;
	}

	private void applyIdentity(@Nullable String applicationName) {
		set("spring.application.name", applicationName, this.builder::service);
		set("dd.service", this.shared.service(), this.builder::service);
		set("dd.env", this.shared.env(), this.builder::env);
		set("dd.version", this.shared.version(), this.builder::version);
		set("dd.tags", this.shared.tags(), (tags) -> this.builder.tags(Tags.parse(tags)));
		set("dd.profiling.tags", this.properties.tags(), (tags) -> this.builder.tags(Tags.parse(tags)));
	}

	private void applyTypes() {
		boolean stack = this.properties.stack().enabled();
		this.builder.type(ProfileType.CPU, stack && this.properties.cpu().enabled());
		this.builder.type(ProfileType.WALL, stack && this.properties.wall().enabled());
		this.builder.type(ProfileType.ALLOCATION,
				this.properties.memory().enabled() && this.properties.allocation().enabled());
		this.builder.type(ProfileType.LOCK, this.properties.lock().enabled());
		set("dd.profiling.cpu.interval", this.properties.cpu().interval(), this.builder::cpuInterval);
		set("dd.profiling.wall.interval", this.properties.wall().interval(), this.builder::wallInterval);
		set("dd.profiling.allocation.interval", this.properties.allocation().interval().toBytes(),
				this.builder::allocationInterval);
		set("dd.profiling.lock.interval", this.properties.lock().interval(), this.builder::lockInterval);
		set("dd.profiling.stackdepth", this.properties.stackdepth(), this.builder::stackDepth);
		set("dd.profiling.max-frames", this.properties.maxFrames(), this.builder::stackDepth);
		set("dd.profiling.library-path", this.properties.libraryPath(),
				(path) -> this.builder.libraryPath(Path.of(path)));
		unsupported("dd.profiling.heap.enabled", this.properties.heap());
		unsupported("dd.profiling.exception.enabled", this.properties.exception());
	}

	private void applyStore() {
		ProfilingProperties.Store store = this.properties.store();
		set("dd.profiling.store.directory", store.directory(), (path) -> this.builder.storeDirectory(Path.of(path)));
		set("dd.profiling.store.max-size", store.maxSize().toBytes(), this.builder::storeMaxBytes);
		set("dd.profiling.store.max-age", store.maxAge(), this.builder::storeMaxAge);
		set("dd.profiling.store.flush-interval", store.flushInterval(), this.builder::cutInterval);
		set("dd.profiling.store.roll-interval", store.rollInterval(), this.builder::rollInterval);
	}

	private void applyAgent() {
		set("dd.agent.host", this.shared.agent().host(), this.builder::agentHost);
		set("dd.agent.port", this.shared.agent().port(), (port) -> this.builder.agentPort(port(port)));
		set("dd.trace.agent.port", this.shared.trace().agent().port(), (port) -> this.builder.agentPort(port(port)));
		set("dd.trace.agent.url", this.shared.trace().agent().url(), (url) -> this.builder.agentUrl(URI.create(url)));
		set("dd.profiling.url", this.properties.url(), this.builder::profileUrl);
	}

	private void applyUpload() {
		ProfilingProperties.Upload upload = this.properties.upload();
		this.builder.uploadMode(mode(upload.enabled()));
		set("dd.profiling.upload.interval", upload.interval(),
				(seconds) -> this.builder.uploadPeriod(Duration.ofMillis(Math.round(seconds * 1000))));
		if (upload.interval() == null) {
			set("dd.profiling.upload.period", upload.period(), this.builder::uploadPeriod);
		}
		set("dd.profiling.upload.timeout", upload.timeout(), this.builder::uploadTimeout);
		PayloadConvention usual = PayloadConvention.of(upload.format());
		this.builder.payload(new PayloadConvention(upload.format(), or(upload.family(), usual.family()),
				or(upload.attachmentName(), usual.partName()), or(upload.attachmentFile(), usual.fileName()),
				upload.language(), StringUtils.hasText(upload.runtime()) ? upload.runtime() : usual.runtime()));
		set("dd.profiling.output-pprof", this.properties.outputPprof(),
				(prefix) -> this.builder.outputPrefix(Path.of(prefix)));
	}

	private void unsupported(String name, ProfilingProperties.OptIn type) {
		if (type.enabled()) {
			this.binding.note("The property '" + name + "' is not used: this version does not record that type");
		}
	}

	private <T> void set(String name, @Nullable T value, Consumer<T> setting) {
		if (value == null || (value instanceof String text && !StringUtils.hasText(text))) {
			return;
		}
		try {
			setting.accept(value);
		}
		catch (IllegalArgumentException ex) {
			this.binding.note("The property '" + name + "' is not used and its default is: " + ex.getMessage());
		}
	}

	private static UploadMode mode(Switch enabled) {
		return switch (enabled) {
			case TRUE -> UploadMode.ALWAYS;
			case AUTO -> UploadMode.AUTO;
			case FALSE -> UploadMode.NEVER;
		};
	}

	private static int port(String text) {
		try {
			return Integer.parseInt(text.strip());
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("it must be a port number, not '" + text + "'", ex);
		}
	}

	private static String or(@Nullable String value, String usual) {
		return StringUtils.hasText(value) ? Objects.requireNonNull(value) : usual;
	}

}
