package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.Windows;
import io.ddprofiling.export.transport.HttpProxy;
import io.ddprofiling.export.transport.TransportSettings;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.FakeProxy;
import io.ddprofiling.testsupport.ProfileUpload;
import io.ddprofiling.testsupport.UnixSocketAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DatadogExporterTests {

	private static final Duration PLENTY = Duration.ofSeconds(10);

	private final FakeAgent agent = new FakeAgent();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.agent.close();
	}

	@Test
	void pprofConformsOverTcp() {
		ExportResult result = exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.of(0), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(this.agent.uploads()).hasSize(1);
		ProfileUpload upload = ProfileUpload.parse(this.agent.uploads().get(0));
		upload.assertConforms();
		assertThat(upload.family()).isEqualTo("python");
		assertThat(upload.start()).isEqualTo("2026-01-01T00:00:00Z");
		assertThat(upload.end()).isEqualTo("2026-01-01T00:01:00Z");
		assertThat(upload.tags()).containsEntry("service", "orders").containsEntry("team", "shop");
		assertThat(upload.pprof().totalOf("cpu-time", "com.example.Shop.sell")).isEqualTo(10_000_000);
		assertThat(result.bytes()).isEqualTo(this.agent.uploads().get(0).body().length);
	}

	@Test
	void pprofConformsOverAUnixSocket() {
		try (UnixSocketAgent socketAgent = new UnixSocketAgent(this.directory.resolve("apm.socket"))) {
			ExportResult result = exporter(socketAgent.url(), UploadFormat.PPROF).export(Windows.of(0), PLENTY);

			assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
			ProfileUpload.parse(socketAgent.uploads().get(0)).assertConforms();
		}
	}

	@Test
	void recordingIsSentAsItIs() throws IOException {
		byte[] recording = "FLR\0and so on".getBytes(StandardCharsets.ISO_8859_1);
		Path file = Files.write(this.directory.resolve("recording.jfr"), recording);

		ExportResult result = exporter(this.agent.url(), UploadFormat.JFR)
			.export(Windows.of(Windows.chunk(file, recording.length)), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
		ProfileUpload upload = ProfileUpload.parse(this.agent.uploads().get(0));
		upload.assertConforms();
		assertThat(upload.family()).isEqualTo("java");
		assertThat(upload.attachment("main.jfr")).isEqualTo(recording);
	}

	@Test
	void requestTellsWhoSendsIt() {
		exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.of(0), PLENTY);

		assertThat(this.agent.uploads().get(0).headers()).containsEntry("dd-evp-origin", "ddprofiling")
			.containsEntry("datadog-meta-lang", "java")
			.containsEntry("connection", "close")
			.containsKeys("dd-evp-origin-version", "user-agent", "content-length")
			.doesNotContainKeys("dd-api-key", "transfer-encoding", "expect", "content-encoding");
	}

	@Test
	void namesCanBeChanged() {
		PayloadConvention convention = new PayloadConvention(UploadFormat.PPROF, "go", "cpu.pprof", "cpu.pprof", "go",
				"go");
		DatadogExporter exporter = exporter(settings(this.agent.url()), convention);
		exporter.target();

		exporter.export(Windows.of(0), PLENTY);

		ProfileUpload upload = ProfileUpload.parse(this.agent.uploads().get(0));
		upload.assertConforms();
		assertThat(upload.family()).isEqualTo("go");
		assertThat(upload.attachment("cpu.pprof")).isNotEmpty();
		assertThat(upload.tags()).containsEntry("language", "go").containsEntry("runtime", "go");
	}

	@Test
	void requestsAreCountedByEndpoint() {
		Map<Endpoint, Long> requests = Map.of(new Endpoint("GET /orders/{id}", true), 118L,
				new Endpoint("POST /orders", true), 7L, new Endpoint("GET /idle", true), 0L,
				new Endpoint("nightly", false), 3L);

		exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.withRequests(requests), PLENTY);

		ProfileUpload upload = ProfileUpload.parse(this.agent.uploads().get(0));
		upload.assertConforms();
		assertThat(upload.event().path("endpoint_counts").toString())
			.isEqualTo("{\"GET /orders/{id}\":118,\"POST /orders\":7}");
	}

	@Test
	void whatIsNotThereIsNotSent() {
		exporter(this.agent.url(), UploadFormat.PPROF)
			.export(Windows.withRequests(Map.of(new Endpoint("nightly", false), 3L)), PLENTY);

		assertThat(ProfileUpload.parse(this.agent.uploads().get(0)).event().fieldNames()).toIterable()
			.doesNotContain("endpoint_counts", "custom_attributes");
	}

	@Test
	void onlyTheMostFrequentOfManyEndpointsAreCounted() {
		Map<Endpoint, Long> requests = new HashMap<>();
		for (int i = 1; i <= 10_000; i++) {
			requests.put(new Endpoint("GET /" + i, true), (long) i);
		}

		exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.withRequests(requests), PLENTY);

		JsonNode counts = ProfileUpload.parse(this.agent.uploads().get(0)).event().path("endpoint_counts");
		assertThat(counts.size()).isEqualTo(8192);
		assertThat(counts.path("GET /10000").longValue()).isEqualTo(10_000);
		assertThat(counts.path("GET /1809").longValue()).isEqualTo(1809);
		assertThat(counts.has("GET /1808")).isFalse();
	}

	@Test
	void emptyWindowIsNotSent() {
		ExportResult result = exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.empty(), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.EMPTY);
		assertThat(this.agent.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 202, 204 })
	void successIsDelivered(int status) {
		this.agent.respondWith(status);

		ExportResult result = exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.of(0), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(result.detail()).isEqualTo("HTTP " + status);
	}

	@ParameterizedTest
	@CsvSource({ "400, HTTP 400", "401, check DD_API_KEY", "403, check DD_API_KEY", "404, Datadog Agent 7.20.2",
			"413, shorten dd.profiling.upload.period", "302, HTTP 302" })
	void refusalIsRejectedWithARemedy(int status, String remedy) {
		this.agent.respondWith(status);

		ExportResult result = exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.of(0), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
		assertThat(result.detail()).startsWith("HTTP " + status).contains(remedy);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 429, 500, 502, 503 })
	void troubleThatMayPassIsFailed(int status) {
		this.agent.respondWith(status);

		ExportResult result = exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.of(0), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.detail()).isEqualTo("HTTP " + status + ", it is tried again");
	}

	@Test
	void agentMayAskToBeLeftAlone() {
		this.agent.respondWith(429, Map.of("Retry-After", "30"));

		ExportResult result = exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.of(0), PLENTY);

		assertThat(result.retryAfter()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void hangingAgentIsFailed() {
		this.agent.hang();

		ExportResult result = exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.of(0),
				Duration.ofMillis(200));

		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.detail()).contains("No answer within 200 ms", "check that the agent runs");
	}

	@Test
	void resettingAgentIsFailed() {
		this.agent.resetConnections();

		ExportResult result = exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.of(0), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
	}

	@Test
	void absentAgentIsFailedAndNothingSecretIsTold() {
		URI url = URI.create("http://me:secret@127.0.0.1:" + this.agent.port() + "/input?key=hidden");
		this.agent.close();
		DatadogExporter exporter = exporter(new AgentSettings(UploadMode.AUTO, url, null, null, null),
				PayloadConvention.of(UploadFormat.PPROF));

		assertThat(exporter.target()).isEqualTo("http://127.0.0.1:" + url.getPort() + "/input");
		ExportResult result = exporter.export(Windows.of(0), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.detail()).contains("refused").doesNotContain("secret", "hidden");
	}

	@Test
	void recordingThatIsGoneIsNotTriedAgain() {
		ExportResult result = exporter(this.agent.url(), UploadFormat.JFR)
			.export(Windows.of(Windows.chunk(this.directory.resolve("gone.jfr"), 10)), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
		assertThat(result.detail()).startsWith("the recording is no longer in the store");
		assertThat(this.agent.requests()).isEmpty();
	}

	@Test
	void payloadThatIsTooLargeIsNotSent() throws IOException {
		byte[] noise = new byte[17 * 1024 * 1024];
		new Random(42).nextBytes(noise);
		Path file = Files.write(this.directory.resolve("recording.jfr"), noise);

		ExportResult result = exporter(this.agent.url(), UploadFormat.JFR)
			.export(Windows.of(Windows.chunk(file, noise.length)), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
		assertThat(result.detail()).contains("without 1 of 1 chunks",
				"lengthen the intervals or shorten dd.profiling.upload.period");
		assertThat(this.agent.requests()).isEmpty();
	}

	@Test
	void withoutAgentThereIsAReasonToBeIdle() {
		DatadogExporter exporter = exporter(new AgentSettings(UploadMode.NEVER, null, null, null, null),
				PayloadConvention.of(UploadFormat.PPROF));

		assertThat(exporter.target()).isNull();
		assertThat(exporter.idleReason()).contains("/var/run/datadog/apm.socket", "http://localhost:8126");
		assertThat(exporter.export(Windows.of(0), PLENTY).outcome()).isEqualTo(Outcome.EMPTY);
	}

	@Test
	void agentThatRefusesIsAskedWhoItIs() {
		this.agent.respondWith(404);

		ExportResult result = exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.of(0), PLENTY);

		assertThat(result.detail()).endsWith("; it is version 7.70.0 and says that it takes profiles");
	}

	@Test
	void agentThatRefusesAndSaysNothingIsSaidToDoSo() {
		this.agent.respondWith(404);
		this.agent.withoutInfo();

		ExportResult result = exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.of(0), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
		assertThat(result.detail()).endsWith("; it answers /info with HTTP 404");
	}

	@Test
	void agentThatTakesProfilesIsNotAsked() {
		exporter(this.agent.url(), UploadFormat.PPROF).export(Windows.of(0), PLENTY);

		assertThat(this.agent.requests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "403, check dd.api-key and that it belongs to dd.site", "404, check dd.profiling.url or dd.site",
			"407, set dd.profiling.proxy.host", "500, it is tried again" })
	void refusalWithoutAnAgentHasARemedyOfItsOwn(int status, String remedy) {
		this.agent.acceptPath("/api/v2/profile");
		this.agent.respondWith(status);
		AgentSettings intake = new AgentSettings(UploadMode.AUTO, URI.create(this.agent.url() + "/api/v2/profile"),
				null, null, null);
		DatadogExporter exporter = exporter(intake, PayloadConvention.of(UploadFormat.PPROF));
		exporter.target();

		assertThat(exporter.export(Windows.of(0), PLENTY).detail()).startsWith("HTTP " + status).contains(remedy);
		assertThat(this.agent.requests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "http", "https" })
	void wrongPasswordOfTheProxyKeepsTheWindow(String scheme) throws IOException {
		try (FakeProxy proxy = FakeProxy.guarded(this.agent.port(), "me", "s3cret")) {
			DatadogExporter exporter = new DatadogExporter(
					new DatadogSettings(settings(URI.create(scheme + "://agent.test")), AgentlessSettings.OFF,
							new TransportSettings(new HttpProxy("localhost", proxy.port(), "me", "wrong"), null),
							PayloadConvention.of(UploadFormat.PPROF), false),
					new UploadState());
			exporter.target();

			ExportResult result = exporter.export(Windows.of(0), PLENTY);

			assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
			assertThat(result.detail()).isEqualTo("The proxy http://localhost:" + proxy.port()
					+ " opened no connection: HTTP 407, it does not accept the credentials: check"
					+ " dd.profiling.proxy.username and .password; the Basic scheme is the only one that is"
					+ " supported");
			assertThat(this.agent.requests()).isEmpty();
		}
	}

	@Test
	void socketThatIsADirectoryIsToldWithTheRemedy() {
		URI url = URI.create("unix://" + this.directory);

		ExportResult result = exporter(url, UploadFormat.PPROF).export(Windows.of(0), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.detail()).contains(
				this.directory + " is a directory: name the socket in it, as in " + this.directory + "/apm.socket");
	}

	private static DatadogExporter exporter(URI agentUrl, UploadFormat format) {
		DatadogExporter exporter = exporter(settings(agentUrl), PayloadConvention.of(format));
		exporter.target();
		return exporter;
	}

	private static DatadogExporter exporter(AgentSettings agent, PayloadConvention convention) {
		return new DatadogExporter(DatadogSettings.of(agent, convention), new UploadState());
	}

	private static AgentSettings settings(URI agentUrl) {
		return new AgentSettings(UploadMode.AUTO, null, agentUrl, null, null);
	}

}
