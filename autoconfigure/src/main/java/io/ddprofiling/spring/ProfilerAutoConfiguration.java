package io.ddprofiling.spring;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerBuilder;
import io.ddprofiling.export.ProfileExporter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for the {@link Profiler}.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@EnableConfigurationProperties({ ProfilingProperties.class, DatadogProperties.class })
public final class ProfilerAutoConfiguration {

	ProfilerAutoConfiguration() {
	}

	@Bean
	static LenientBinding ddProfilingLenientBinding() {
		return new LenientBinding();
	}

	@Bean
	@ConfigurationPropertiesBinding
	static SwitchConverter ddProfilingSwitchConverter() {
		return new SwitchConverter();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	Profiler profiler(ProfilingProperties properties, DatadogProperties shared, LenientBinding binding,
			Environment environment, ObjectProvider<SslBundles> bundles, ObjectProvider<ProfileExporter> exporters,
			ObjectProvider<ProfilerBuilderCustomizer> customizers) {
		ProfilerBuilder builder = new ProfilerFactory(properties, shared, binding, bundles.getIfAvailable())
			.create(environment.getProperty("spring.application.name"));
		exporters.orderedStream().forEach(builder::exporter);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	ProfilerLifecycle profilerLifecycle(Profiler profiler) {
		return new ProfilerLifecycle(profiler);
	}

	@Bean
	@ConditionalOnMissingBean
	CaptureEvents ddProfilingCaptureEvents(Profiler profiler, ApplicationEventPublisher publisher) {
		return new CaptureEvents(profiler, publisher);
	}

	@Bean
	static EarlyProfilerStart ddProfilingEarlyStart(Environment environment) {
		return new EarlyProfilerStart(environment);
	}

}
