package io.ddprofiling.spring;

import java.util.stream.Collectors;

import io.ddprofiling.spring.ConfigurationMetadata.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the description of the properties that editors show. That the defaults are
 * those of the core is tested by {@link PropertyBindingTests}.
 */
class ConfigurationMetadataTests {

	@ParameterizedTest
	@MethodSource("io.ddprofiling.spring.ConfigurationMetadata#properties")
	void propertyIsDescribed(Property property) {
		assertThat(property.type()).isNotBlank();
		assertThat(property.description()).isNotBlank().doesNotStartWithIgnoringCase("the ").doesNotContain("{@");
		if (property.type().equals(Boolean.class.getName()) || property.type().equals(Switch.class.getName())) {
			assertThat(property.description()).matches("(?i)(whether|enable) .*");
			assertThat(property.defaultValue()).isNotNull();
		}
	}

	@Test
	void endpointsAccessIsDescribed() {
		assertThat(ConfigurationMetadata.properties()).filteredOn("name", "management.endpoint.profiler.access")
			.singleElement()
			.extracting(Property::defaultValue)
			.isEqualTo("read_only");
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.health.profiler.enabled", "management.info.profiler.enabled" })
	void switchOfActuatorsIsDescribed(String name) {
		assertThat(ConfigurationMetadata.properties()).filteredOn("name", name)
			.singleElement()
			.extracting(Property::defaultValue)
			.isEqualTo(true);
	}

	@Test
	void onlyWhatHasNoDefaultIsWithoutOne() {
		assertThat(ConfigurationMetadata.ownProperties().stream().filter((property) -> property.defaultValue() == null))
			.extracting(Property::name)
			.containsExactlyInAnyOrder("dd.service", "dd.env", "dd.version", "dd.tags", "dd.agent.host",
					"dd.agent.port", "dd.api-key", "dd.api-key-file", "dd.git.commit.sha", "dd.git.repository.url",
					"dd.profiling.proxy.host", "dd.profiling.proxy.username", "dd.profiling.proxy.password",
					"dd.profiling.upload.ssl-bundle", "dd.profiling.upload.trust-store",
					"dd.profiling.upload.trust-store-password", "dd.trace.agent.port", "dd.trace.agent.url",
					"dd.profiling.tags", "dd.profiling.url", "dd.profiling.library-path", "dd.profiling.max-frames",
					"dd.profiling.max-time-usage-pct", "dd.profiling.output-pprof", "dd.profiling.store.directory",
					"dd.profiling.upload.interval", "dd.profiling.upload.family", "dd.profiling.upload.attachment-name",
					"dd.profiling.upload.attachment-file", "dd.profiling.upload.runtime", "dd.profiling.pyroscope.url",
					"dd.profiling.pyroscope.tenant-id", "dd.profiling.pyroscope.user",
					"dd.profiling.pyroscope.password", "dd.profiling.pyroscope.auth-token", "dd.profiling.otlp.url",
					"dd.profiling.otlp.headers", "dd.profiling.context.attributes", "dd.profiling.triggers.meters",
					"dd.profiling.triggers.slow-endpoint");
	}

	@Test
	void hintsAreOfPropertiesThatExist() {
		assertThat(ConfigurationMetadata.entries("hints")).isNotEmpty()
			.extracting((hint) -> hint.get("name"))
			.isSubsetOf(ConfigurationMetadata.properties().stream().map(Property::name).collect(Collectors.toList()));
	}

}
