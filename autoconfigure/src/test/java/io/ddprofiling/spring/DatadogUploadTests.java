package io.ddprofiling.spring;

import java.nio.file.Path;
import java.time.Duration;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerState;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.FakeProxy;
import io.ddprofiling.testsupport.TestCertificate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uploads without an agent, through a proxy and with an SSL bundle, from the properties
 * to Datadog.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatadogUploadTests {

	private static final String MARKER = "s3cret";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withConfiguration(AutoConfigurations.of(ProfilerAutoConfiguration.class, SslAutoConfiguration.class));

	@TempDir
	private Path directory;

	@Test
	void secretsReachDatadogAndTheProxyOnly(CapturedOutput output) {
		TestCertificate certificate = TestCertificate.shared();
		try (FakeAgent intake = FakeAgent.withTls(certificate);
				FakeProxy proxy = FakeProxy.guarded(intake.port(), "me-" + MARKER, "pass-" + MARKER)) {
			intake.acceptPath("/api/v2/profile");
			this.runner.withPropertyValues("dd.profiling.agentless=true", "dd.api-key=key-" + MARKER,
					"dd.site=datadoghq.eu", "dd.profiling.proxy.host=127.0.0.1",
					"dd.profiling.proxy.port=" + proxy.port(), "dd.profiling.proxy.username=me-" + MARKER,
					"dd.profiling.proxy.password=pass-" + MARKER, "dd.profiling.upload.ssl-bundle=datadog",
					"dd.profiling.upload.trust-store-password=trust-" + MARKER,
					"dd.git.repository.url=https://bot:" + MARKER + "@git.example/shop",
					"spring.ssl.bundle.pem.datadog.truststore.certificate=file:" + certificate.pem(),
					"dd.profiling.upload.period=1s", "dd.profiling.store.directory=" + this.directory.resolve("store"))
				.run((context) -> {
					intake.awaitUploads(1, Duration.ofSeconds(30));
					Profiler profiler = context.getBean(Profiler.class);
					SimpleMeterRegistry meters = new SimpleMeterRegistry();
					new ProfilerMetrics(profiler).bindTo(meters);

					assertThat(profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
					assertThat(intake.uploads().get(0).headers()).containsEntry("dd-api-key", "key-" + MARKER);
					assertThat(ProfilerDescriptor.of(profiler).toString()).contains("git.example/shop")
						.doesNotContain(MARKER);
					assertThat(context.getBean(ProfilingProperties.class).toString()).doesNotContain(MARKER);
					assertThat(context.getBean(DatadogProperties.class).toString()).doesNotContain(MARKER);
					assertThat(meters.getMetersAsString()).doesNotContain(MARKER);
				});
		}
		assertThat(output).contains("Profiles go to https://intake.profile.datadoghq.eu/api/v2/profile")
			.contains("dd.api-key (DD_API_KEY) does not look like an API key")
			.doesNotContain(MARKER);
	}

	@Test
	void bundleThatIsMissingIsNotedAndTheApplicationStarts() {
		this.runner.withPropertyValues("dd.profiling.enabled=false", "dd.profiling.upload.ssl-bundle=missing")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Profiler.class).status().problems()).singleElement()
					.asString()
					.contains("'dd.profiling.upload.ssl-bundle'", "'missing'", "spring.ssl.bundle.pem.*");
			});
	}

	@Test
	void keyThatCannotBeSentIsNotedWithoutShowingIt(CapturedOutput output) {
		this.runner.withPropertyValues("dd.profiling.enabled=false", "dd.api-key=two s3cret words").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Profiler.class).status().problems()).singleElement()
				.asString()
				.contains("'dd.api-key'", "it must be one word of printable characters")
				.doesNotContain(MARKER);
		});
		assertThat(output).contains("dd.api-key").doesNotContain(MARKER);
	}

}
