package io.ddprofiling.export.datadog;

import java.net.URI;
import java.nio.file.Path;

import io.ddprofiling.export.datadog.AgentLocator.Target;
import io.ddprofiling.export.transport.TransportSettings;
import io.ddprofiling.testsupport.ClosedPort;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.UnixSocketAgent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AgentLocatorTests {

	@TempDir
	private Path directory;

	private final FakeAgent agent = new FakeAgent();

	@AfterEach
	void close() {
		this.agent.close();
	}

	@ParameterizedTest
	@CsvSource({ "http://in.example/v1/x, /v1/x, http://in.example/v1/x",
			"http://in.example/v1/x/?key=secret&a=%20, /v1/x/?key=secret&a=%20, http://in.example/v1/x/",
			"https://in.example, /, https://in.example/", "https://in.example?k=v, /?k=v, https://in.example/",
			"http://user:secret@in.example:81/x, /x, http://in.example:81/x" })
	void profileUrlIsUsedAsItIsAndShownWithoutSecrets(String url, String path, String shown) {
		Target target = locate(settings(UploadMode.AUTO, url, "http://other:1", "other", 2));

		assertThat(target.path()).isEqualTo(path);
		assertThat(target).hasToString(shown);
	}

	@ParameterizedTest
	@CsvSource({ "http://agent:8126, http://agent:8126/profiling/v1/input",
			"http://agent:8126/, http://agent:8126/profiling/v1/input",
			"http://agent/prefix/, http://agent/prefix/profiling/v1/input",
			"http://me:secret@agent:1, http://agent:1/profiling/v1/input",
			"http://datadog_agent:8126, http://datadog_agent:8126/profiling/v1/input",
			"http://[::1]:8126, http://[::1]:8126/profiling/v1/input",
			"unix:///var/run/datadog/apm.socket, unix:///var/run/datadog/apm.socket/profiling/v1/input" })
	void agentUrlIsThePrefixOfThePath(String url, String shown) {
		Target target = locate(settings(UploadMode.AUTO, null, url, "other", 2));

		assertThat(target.path()).isEqualTo("/profiling/v1/input");
		assertThat(target).hasToString(shown);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "agent, 9000, http://agent:9000", "agent, -, http://agent:8126", "-, 9000, http://localhost:9000",
					"10.0.0.7, -, http://10.0.0.7:8126", "fd00::7, 9000, http://[fd00::7]:9000",
					"[fd00::7], 9000, http://[fd00::7]:9000", "datadog_agent, -, http://datadog_agent:8126" })
	void hostAndPortAreCompletedByTheDefaults(@Nullable String host, @Nullable Integer port, String shown) {
		AgentLocator locator = locator(settings(UploadMode.AUTO, null, null, host, port), noSocket(), 8126);

		assertThat(locator.locate()).hasToString(shown + "/profiling/v1/input");
	}

	@Test
	void defaultSocketIsFoundBeforeTheDefaultPort() {
		try (UnixSocketAgent socketAgent = new UnixSocketAgent(this.directory.resolve("apm.socket"))) {
			AgentLocator locator = locator(AgentSettings.AUTO, socketAgent.socket(), this.agent.port());

			assertThat(locator.locate()).hasToString("unix://" + socketAgent.socket() + "/profiling/v1/input");
			assertThat(this.agent.requests()).isEmpty();
		}
	}

	@Test
	void configuredAddressIsUsedThoughThereIsASocket() {
		try (UnixSocketAgent socketAgent = new UnixSocketAgent(this.directory.resolve("apm.socket"))) {
			AgentLocator locator = locator(settings(UploadMode.AUTO, null, null, "agent", null), socketAgent.socket(),
					8126);

			assertThat(locator.locate()).hasToString("http://agent:8126/profiling/v1/input");
		}
	}

	@Test
	void defaultPortIsUsedIfAnAgentAnswersThere() {
		Target target = locate(AgentSettings.AUTO);

		assertThat(target).hasToString("http://localhost:" + this.agent.port() + "/profiling/v1/input");
		assertThat(this.agent.requests()).singleElement()
			.satisfies((request) -> assertThat(request.method() + request.path()).isEqualTo("GET/info"));
	}

	@Test
	void whatIsNoAgentIsNotUsed() {
		this.agent.withoutInfo();

		assertThat(locate(AgentSettings.AUTO)).isNull();
	}

	@Test
	void nobodyThereIsNoTargetUnlessUploadsAreWantedAlways() {
		try (ClosedPort closed = new ClosedPort()) {
			int port = closed.port();
			assertThat(locator(AgentSettings.AUTO, noSocket(), port).locate()).isNull();
			assertThat(locator(settings(UploadMode.ALWAYS, null, null, null, null), noSocket(), port).locate())
				.hasToString("http://localhost:" + port + "/profiling/v1/input");
		}
	}

	@Test
	void agentThatComesLaterIsFound() {
		this.agent.withoutInfo();
		AgentLocator locator = locator(AgentSettings.AUTO, noSocket(), this.agent.port());
		assertThat(locator.locate()).isNull();

		this.agent.reset();

		assertThat(locator.locate()).isNotNull();
	}

	@Test
	void agentThatWasFoundStaysTheTargetWhileItIsAway() {
		AgentLocator locator = locator(AgentSettings.AUTO, noSocket(), this.agent.port());
		assertThat(locator.locate()).isNotNull();

		this.agent.close();

		assertThat(locator.locate()).hasToString("http://localhost:" + this.agent.port() + "/profiling/v1/input");
	}

	@Test
	void neverMeansNever() {
		assertThat(locate(settings(UploadMode.NEVER, "http://in.example/x", "http://agent:1", "agent", 2))).isNull();
		assertThat(this.agent.requests()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "datadoghq.com, https://intake.profile.datadoghq.com/api/v2/profile",
			"datadoghq.eu, https://intake.profile.datadoghq.eu/api/v2/profile",
			"ddog-gov.com, https://intake.profile.ddog-gov.com/api/v2/profile",
			"US3.datadoghq.com, https://intake.profile.us3.datadoghq.com/api/v2/profile" })
	void withoutAnAgentTheIntakeOfTheSiteIsUsed(String site, String shown) {
		Target target = agentless(settings(UploadMode.AUTO, null, "http://agent:1", "agent", 2), new ApiKey("a-key"),
				site)
			.locate();

		assertThat(target).hasToString(shown);
		assertThat(target.apiKey()).isEqualTo(new ApiKey("a-key"));
		assertThat(target.isAgent()).isFalse();
	}

	@Test
	void urlOfTheIntakeCountsMoreThanTheSite() {
		Target target = agentless(settings(UploadMode.AUTO, "https://relay.example/x", null, null, null),
				new ApiKey("a-key"), "datadoghq.eu")
			.locate();

		assertThat(target).hasToString("https://relay.example/x");
		assertThat(target.apiKey()).isNotNull();
	}

	@Test
	void withoutAKeyThereIsNoIntake() {
		AgentLocator locator = agentless(AgentSettings.AUTO, null, "datadoghq.eu");

		assertThat(locator.locate()).isNull();
		assertThat(locator.idleReason()).contains("dd.profiling.agentless", "DD_API_KEY");
		assertThat(this.agent.requests()).isEmpty();
	}

	@Test
	void directoryInPlaceOfTheDefaultSocketIsNotUsed() {
		this.agent.withoutInfo();
		AgentLocator locator = locator(AgentSettings.AUTO, this.directory, this.agent.port());

		assertThat(locator.locate()).isNull();
		assertThat(locator.idleReason()).contains(this.directory + " is a directory");
	}

	private AgentLocator agentless(AgentSettings agent, @Nullable ApiKey key, String site) {
		DatadogSettings settings = new DatadogSettings(agent, new AgentlessSettings(true, key, new DatadogSite(site)),
				TransportSettings.DEFAULT, PayloadConvention.of(UploadFormat.PPROF), false);
		return new AgentLocator(settings, noSocket(), this.agent.port());
	}

	private @Nullable Target locate(AgentSettings settings) {
		return locator(settings, noSocket(), this.agent.port()).locate();
	}

	private static AgentLocator locator(AgentSettings settings, Path socket, int port) {
		return new AgentLocator(DatadogSettings.of(settings, PayloadConvention.of(UploadFormat.PPROF)), socket, port);
	}

	private Path noSocket() {
		return this.directory.resolve("no.socket");
	}

	private static AgentSettings settings(UploadMode mode, @Nullable String profileUrl, @Nullable String agentUrl,
			@Nullable String host, @Nullable Integer port) {
		return new AgentSettings(mode, (profileUrl != null) ? URI.create(profileUrl) : null,
				(agentUrl != null) ? URI.create(agentUrl) : null, host, port);
	}

}
