package io.ddprofiling;

import java.net.URI;
import java.nio.file.Path;

import io.ddprofiling.export.datadog.UploadMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UploadWarningsTests {

	private static final String KEY = "0123456789abcdef0123456789ABCDEF";

	@TempDir
	private Path directory;

	@Test
	void nothingIsWrongWithWhatIsUsual() {
		assertThat(Profiler.plainBuilder().settings().problems()).isEmpty();
		assertThat(Profiler.plainBuilder().agentless(true).apiKey(KEY).site("us5.datadoghq.com").settings().problems())
			.isEmpty();
		assertThat(Profiler.plainBuilder()
			.agentUrl(URI.create("unix:///var/run/datadog/none.socket"))
			.settings()
			.problems()).isEmpty();
	}

	@Test
	void keyThatIsMissingIsTold() {
		assertThat(Profiler.plainBuilder().agentless(true).settings().problems()).singleElement()
			.asString()
			.contains("dd.profiling.agentless", "set dd.api-key (DD_API_KEY)");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "s3cret", "0123456789abcdef0123456789abcdef01234567", "'0123456789abcdef0123456789abcde'" })
	void keyOfWrongFormIsToldButUsedAndNotShown(String key) {
		ProfilerSettings settings = Profiler.plainBuilder().agentless(true).apiKey(key).settings();

		assertThat(settings.problems()).singleElement()
			.asString()
			.contains("dd.api-key (DD_API_KEY)", "32 hexadecimal digits", "it is used as it is")
			.doesNotContain(key);
		assertThat(settings.upload().datadog().agentless().apiKey().value()).isEqualTo(key);
	}

	@Test
	void keyIsOfNoInterestToAnAgent() {
		assertThat(Profiler.plainBuilder().apiKey("s3cret").settings().problems()).isEmpty();
	}

	@Test
	void siteThatIsNotKnownIsToldButUsed() {
		ProfilerSettings settings = Profiler.plainBuilder().agentless(true).apiKey(KEY).site("datadog.eu").settings();

		assertThat(settings.problems()).singleElement()
			.asString()
			.contains("dd.site (DD_SITE) is datadog.eu", "datadoghq.eu", "it is used as it is");
		assertThat(settings.upload().datadog().agentless().site()).hasToString("datadog.eu");
	}

	@Test
	void socketThatIsADirectoryIsTold() {
		assertThat(Profiler.plainBuilder().agentUrl(URI.create("unix://" + this.directory)).settings().problems())
			.singleElement()
			.asString()
			.contains("dd.trace.agent.url (DD_TRACE_AGENT_URL)", "a directory and not a socket",
					"unix://" + this.directory + "/apm.socket");
	}

	@Test
	void trustStoreThatCannotBeReadIsTold() {
		Path file = this.directory.resolve("none.pem");

		assertThat(Profiler.plainBuilder().trustStore(file).trustStorePassword("s3cret").settings().problems())
			.singleElement()
			.asString()
			.contains("dd.profiling.upload.trust-store", file.toString())
			.doesNotContain("s3cret");
	}

	@Test
	void passwordWithoutAUserIsTold() {
		assertThat(Profiler.plainBuilder().proxyHost("proxy.test").proxyPassword("s3cret").settings().problems())
			.singleElement()
			.asString()
			.contains("dd.profiling.proxy.username")
			.doesNotContain("s3cret");
	}

	@Test
	void whoDoesNotUploadIsToldNothing() {
		assertThat(Profiler.plainBuilder().agentless(true).uploadMode(UploadMode.NEVER).settings().problems())
			.isEmpty();
	}

}
