package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.FakeProxy;
import io.ddprofiling.testsupport.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Nothing secret is shown, whether uploads succeed or not.
 */
class UploadSecretsTests {

	private static final String MARKER = "s3cret";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(ints = { 202, 403, 407, 500 })
	void secretsReachDatadogAndTheProxyOnly(int status) throws IOException {
		TestCertificate certificate = TestCertificate.shared();
		try (CapturedLog log = new CapturedLog();
				FakeAgent intake = FakeAgent.withTls(certificate);
				FakeProxy proxy = FakeProxy.guarded(intake.port(), "me-" + MARKER, "pass-" + MARKER);
				Work work = new Work();
				Profiler profiler = builder(proxy.port(), certificate).build()) {
			intake.acceptPath("/api/v2/profile");
			if (status == 407) {
				proxy.refuse(status);
			}
			intake.respondWith(status);

			profiler.start();
			await().atMost(Duration.ofSeconds(30))
				.until(() -> profiler.exporters().get(0).last() != null
						&& profiler.exporters().get(0).last().result().detail().contains("HTTP " + status));
			profiler.stop();

			assertThat(profiler.status().toString()).contains("intake.profile.datadoghq.eu").doesNotContain(MARKER);
			assertThat(log.all()).isNotEmpty().noneMatch((message) -> message.contains(MARKER));
			if (status != 407) {
				assertThat(intake.uploads().get(0).headers()).containsEntry("dd-api-key", "key-" + MARKER);
			}
		}
	}

	@Test
	void settingsDoNotShowSecrets() throws IOException {
		TestCertificate certificate = TestCertificate.shared();

		assertThat(builder(1, certificate).settings().toString()).contains("datadoghq.eu").doesNotContain(MARKER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "s3 cret", "s3cret\r\nX-Evil: 1", "s3cret\u00e4" })
	void keyThatCannotBeSentIsRefusedWithoutShowingIt(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> Profiler.plainBuilder().apiKey(key))
			.withMessage("'apiKey' must be one word of printable characters");
		ProfilerBuilder builder = Profiler.plainBuilder();
		EnvironmentSettings.apply(Map.of("DD_API_KEY", key, "DD_PROFILING_PROXY_USERNAME", "a:s3cret")::get, builder);
		assertThat(builder.settings().problems()).hasSize(2).noneMatch((problem) -> problem.contains("cret"));
	}

	private ProfilerBuilder builder(int proxyPort, TestCertificate certificate) throws IOException {
		Path key = Files.writeString(this.directory.resolve("key.txt"), " key-" + MARKER + "\n");
		ProfilerBuilder builder = Profiler.plainBuilder()
			.storeDirectory(this.directory.resolve("store"))
			.uploadPeriod(Duration.ofSeconds(1))
			.cutInterval(Duration.ofSeconds(1));
		EnvironmentSettings.apply(
				Map.ofEntries(Map.entry("DD_PROFILING_AGENTLESS", "true"), Map.entry("DD_API_KEY_FILE", key.toString()),
						Map.entry("DD_SITE", "datadoghq.eu"), Map.entry("DD_PROFILING_PROXY_HOST", "127.0.0.1"),
						Map.entry("DD_PROFILING_PROXY_PORT", Integer.toString(proxyPort)),
						Map.entry("DD_PROFILING_PROXY_USERNAME", "me-" + MARKER),
						Map.entry("DD_PROFILING_PROXY_PASSWORD", "pass-" + MARKER),
						Map.entry("DD_PROFILING_UPLOAD_TRUST_STORE", certificate.trustStore("PKCS12").toString()),
						Map.entry("DD_PROFILING_UPLOAD_TRUST_STORE_PASSWORD", TestCertificate.PASSWORD),
						Map.entry("DD_GIT_REPOSITORY_URL", "https://bot:" + MARKER + "@git.example/shop"))::get,
				builder);
		assertThat(builder.settings().tags()).containsEntry("git.repository_url", "https://git.example/shop");
		return builder;
	}

}
