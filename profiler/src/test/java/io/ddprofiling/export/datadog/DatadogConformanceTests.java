package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.ddprofiling.Profiler;
import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.Windows;
import io.ddprofiling.export.datadog.UploadRoute.Way;
import io.ddprofiling.export.transport.HttpProxy;
import io.ddprofiling.export.transport.TransportSettings;
import io.ddprofiling.export.transport.TrustStore;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.FakeProxy;
import io.ddprofiling.testsupport.Garbage;
import io.ddprofiling.testsupport.ProfileUpload;
import io.ddprofiling.testsupport.Received;
import io.ddprofiling.testsupport.TestCertificate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The checklist for clients of Datadog's intake, point by point, over every way to an
 * agent and for both formats. {@link io.ddprofiling.testsupport.ProfileUpload} checks
 * points 2 to 6 of each upload.
 */
class DatadogConformanceTests {

	private static final Duration PLENTY = Duration.ofSeconds(10);

	private static final String CONTAINER = "34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376";

	private static final String API_KEY = "0123456789abcdef0123456789abcdef";

	private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?Z");

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000);

	@TempDir
	private Path directory;

	static Stream<Arguments> ways() {
		return Stream.of(Way.values())
			.flatMap((way) -> Stream.of(UploadFormat.values()).map((format) -> Arguments.of(way, format)));
	}

	// points 1 to 6 and 10; 407 is what a proxy answers that asks
	@ParameterizedTest
	@MethodSource("ways")
	void uploadsConformOnEveryWay(Way way, UploadFormat format) throws IOException {
		try (UploadRoute route = route(way)) {
			DatadogExporter exporter = exporter(route, format);

			assertThat(export(exporter, window(0)).outcome()).isEqualTo(Outcome.DELIVERED);
			assertThat(export(exporter, window(1)).outcome()).isEqualTo(Outcome.DELIVERED);

			List<Received> requests = route.agent().uploads();
			List<ProfileUpload> uploads = requests.stream().map(ProfileUpload::parse).toList();
			assertThat(uploads).hasSize(2).allSatisfy(ProfileUpload::assertConforms);
			assertThat(requests).allSatisfy((request) -> {
				assertThat(request.method()).isEqualTo("POST");
				assertThat(request.path()).isEqualTo("/profiling/v1/input");
				assertThat(request.headers()).doesNotContainKeys("dd-api-key", "proxy-authorization");
			});
			assertWindows(uploads);
			assertThat(uploads.get(0).tags().get("runtime-id")).isEqualTo(uploads.get(1).tags().get("runtime-id"));
			assertThat(uploads.get(0).family()).isEqualTo((format == UploadFormat.JFR) ? "java" : "python");
		}
	}

	// point 3
	private static void assertWindows(List<ProfileUpload> uploads) {
		for (ProfileUpload upload : uploads) {
			assertThat(upload.event().get("version").isTextual()).isTrue();
			assertThat(upload.event().get("version").textValue()).isEqualTo("4");
			assertThat(upload.event().get("start").textValue()).matches(TIME);
			assertThat(upload.event().get("end").textValue()).matches(TIME);
			assertThat(Duration.between(upload.start(), upload.end())).isBetween(Duration.ofSeconds(59),
					Duration.ofSeconds(60));
		}
		assertThat(uploads.get(1).start()).isAfter(uploads.get(0).end());
	}

	// point 1 without an agent
	@ParameterizedTest
	@EnumSource(UploadFormat.class)
	void keyIsSentWithoutAnAgentOnly(UploadFormat format) throws IOException {
		TestCertificate certificate = TestCertificate.shared();
		try (FakeAgent intake = FakeAgent.withTls(certificate);
				FakeProxy proxy = FakeProxy.guarded(intake.port(), "me", UploadRoute.PASSWORD)) {
			intake.acceptPath("/api/v2/profile");
			AgentlessSettings agentless = new AgentlessSettings(true, new ApiKey(API_KEY),
					new DatadogSite("us5.datadoghq.com"));
			DatadogSettings settings = new DatadogSettings(AgentSettings.AUTO, agentless,
					new TransportSettings(new HttpProxy("localhost", proxy.port(), "me", UploadRoute.PASSWORD),
							new TrustStore(certificate.pem(), null)),
					PayloadConvention.of(format), true);
			DatadogExporter exporter = new DatadogExporter(settings, new UploadState());

			assertThat(exporter.target()).isEqualTo("https://intake.profile.us5.datadoghq.com/api/v2/profile");
			assertThat(export(exporter, window(0)).outcome()).isEqualTo(Outcome.DELIVERED);

			assertThat(intake.uploads()).singleElement().satisfies((request) -> {
				ProfileUpload.parse(request).assertConformsWithoutAgent();
				assertThat(request.headers()).containsEntry("dd-api-key", API_KEY);
			});
			assertThat(proxy.requests()).last().isEqualTo("CONNECT intake.profile.us5.datadoghq.com:443 200");
		}
	}

	// points 6 and 8, with a real recording
	@ParameterizedTest
	@EnumSource(UploadFormat.class)
	void applicationIsUnaffectedWhateverTheAgentAnswers(UploadFormat format) throws IOException {
		try (FakeAgent agent = new FakeAgent();
				CapturedLog log = new CapturedLog();
				Profiler profiler = Profiler.plainBuilder()
					.service("orders")
					.storeDirectory(this.directory.resolve("store"))
					.agentUrl(agent.url())
					.payload(PayloadConvention.of(format))
					.uploadPeriod(Duration.ofSeconds(1))
					.uploadTimeout(Duration.ofMillis(500))
					.cutInterval(Duration.ofSeconds(1))
					.build()) {
			profiler.start();
			agent.awaitUploads(1, PLENTY);
			for (int status : List.of(404, 403, 413, 429, 500)) {
				agent.respondWith(status);
				awaitDetail(profiler, "HTTP " + status);
			}
			agent.resetConnections();
			awaitDetail(profiler, "closed the connection without an answer");
			agent.hang();
			awaitDetail(profiler, "No answer within");
			agent.respondWith(202);
			awaitDetail(profiler, "HTTP 202");
			String runtimeId = profiler.status().identity().runtimeId();
			Garbage.make(20);
			profiler.stop();
			List<ProfileUpload> first = agent.uploads().stream().map(ProfileUpload::parse).toList();
			profiler.start();
			agent.awaitUploads(first.size() + 1, PLENTY);
			profiler.stop();

			assertThat(first).allSatisfy(ProfileUpload::assertConforms)
				.allSatisfy((upload) -> assertThat(upload.tags()).containsEntry("runtime-id", runtimeId));
			assertThat(agent.uploads().subList(first.size(), agent.uploads().size())).isNotEmpty()
				.map(ProfileUpload::parse)
				.allSatisfy((upload) -> assertThat(upload.tags().get("runtime-id")).isNotEqualTo(runtimeId));
			assertThat(log.warnings()).filteredOn((warning) -> warning.contains("not delivered")).hasSize(1);
			if (format == UploadFormat.JFR) {
				assertThat(first.get(0).tags()).containsEntry("snapshot", "periodic");
				// what had to wait comes after the last window
				ProfileUpload last = first.stream().max(Comparator.comparing(ProfileUpload::end)).orElseThrow();
				assertThat(last.tags()).containsEntry("snapshot", "on_shutdown");
			}
		}
	}

	// point 7
	@Test
	void containerIsToldAndBareMetalIsNot() throws IOException {
		try (UploadRoute route = route(Way.TCP)) {
			Path root = this.directory.resolve("root");
			Files.createDirectories(root.resolve("proc/self"));
			Files.writeString(root.resolve("proc/self/cgroup"), "0::/docker/" + CONTAINER + "\n");
			export(exporter(route, UploadFormat.PPROF, new EntityHeaders(root, "it-false,cn-app")), window(0));
			Path bare = Files.createDirectories(this.directory.resolve("bare"));
			export(exporter(route, UploadFormat.PPROF, new EntityHeaders(bare, null)), window(1));

			assertThat(route.agent().uploads().get(0).headers()).containsEntry("datadog-container-id", CONTAINER)
				.containsEntry("datadog-entity-id", "ci-" + CONTAINER)
				.containsEntry("datadog-external-env", "it-false,cn-app");
			assertThat(route.agent().uploads().get(1).headers()).doesNotContainKeys("datadog-container-id",
					"datadog-entity-id", "datadog-external-env");
		}
	}

	// point 8, the answers
	@ParameterizedTest
	@MethodSource("ways")
	void answersMeanTheSameOnEveryWay(Way way, UploadFormat format) throws IOException {
		try (UploadRoute route = route(way)) {
			DatadogExporter exporter = exporter(route, format);
			Map<Integer, Outcome> outcomes = Map.of(200, Outcome.DELIVERED, 202, Outcome.DELIVERED, 403,
					Outcome.REJECTED, 404, Outcome.REJECTED, 413, Outcome.REJECTED, 429, Outcome.FAILED, 500,
					Outcome.FAILED);
			outcomes.forEach((status, outcome) -> {
				route.agent().respondWith(status);
				assertThat(export(exporter, window(0)).outcome()).as("HTTP %s", status).isEqualTo(outcome);
			});
			route.agent().resetConnections();
			assertThat(export(exporter, window(0)).outcome()).isEqualTo(Outcome.FAILED);
			route.agent().hang();
			assertThat(exporter.export(window(0), Duration.ofMillis(300)).outcome()).isEqualTo(Outcome.FAILED);
			route.agent().respondWith(200);
			assertThat(export(exporter, window(1)).outcome()).isEqualTo(Outcome.DELIVERED);
		}
	}

	// point 9
	@ParameterizedTest
	@EnumSource(UploadFormat.class)
	void emptyWindowIsNoRequest(UploadFormat format) throws IOException {
		try (UploadRoute route = route(Way.TCP)) {
			assertThat(export(exporter(route, format), Windows.empty()).outcome()).isEqualTo(Outcome.EMPTY);
			assertThat(route.agent().requests()).isEmpty();
		}
	}

	// point 11
	@Test
	void deepStackIsCutWithAMarker() throws IOException {
		try (UploadRoute route = route(Way.TCP)) {
			ProfileBuilder builder = new ProfileBuilder(RATES.types(), RATES);
			int[] frames = IntStream.range(0, 5000)
				.map((depth) -> builder.frame(builder.function("com.example.Deep.m" + depth, "Deep.java"), depth))
				.toArray();
			builder.add(builder.stack(frames, frames.length), builder.labels(List.of()), ProfileType.CPU, 1,
					10_000_000);
			export(exporter(route, UploadFormat.PPROF), window(0, builder));

			List<String> stack = upload(route, 0).pprof().stacks("cpu-time").get(0);
			assertThat(stack).hasSize(600).startsWith("com.example.Deep.m0").endsWith("<4401 frames omitted>");
		}
	}

	// point 12
	@ParameterizedTest
	@EnumSource(UploadFormat.class)
	void endpointCountsAreOfWebRequestsInThisWindow(UploadFormat format) throws IOException {
		try (UploadRoute route = route(Way.TCP)) {
			ProfileBuilder first = sampled();
			first.requests(new Endpoint("GET /orders/{id}", true), 118);
			first.requests(new Endpoint("nightly", false), 3);
			export(exporter(route, format), window(0, first));
			export(exporter(route, format), window(1));
			JsonNode counts = upload(route, 0).event().path("endpoint_counts");

			assertThat(counts.properties()).singleElement().satisfies((entry) -> {
				assertThat(entry.getKey()).isEqualTo("GET /orders/{id}");
				assertThat(entry.getValue().longValue()).isEqualTo(118);
			});
			assertThat(upload(route, 1).event().path("endpoint_counts").isEmpty()).isTrue();
		}
	}

	// points 9 and 12: there is something to tell
	@ParameterizedTest
	@EnumSource(UploadFormat.class)
	void requestsWithoutASampleAreCounted(UploadFormat format) throws IOException {
		try (UploadRoute route = route(Way.TCP)) {
			ProfileBuilder quiet = new ProfileBuilder(RATES.types(), RATES);
			quiet.requests(new Endpoint("GET /health", true), 6);

			assertThat(export(exporter(route, format), window(0, quiet)).outcome()).isEqualTo(Outcome.DELIVERED);

			ProfileUpload upload = upload(route, 0);
			upload.assertConforms();
			assertThat(upload.event().path("endpoint_counts").path("GET /health").longValue()).isEqualTo(6);
		}
	}

	// point 13
	@ParameterizedTest
	@EnumSource(UploadFormat.class)
	void bodyIsBuiltBeforeThereIsAConnection(UploadFormat format) throws IOException {
		try (UploadRoute route = route(Way.TCP)) {
			DatadogExporter exporter = exporter(route, format);
			export(exporter, window(0));

			Received request = route.agent().uploads().get(0);
			assertThat(request.headers()).containsEntry("content-length", Integer.toString(request.body().length))
				.containsEntry("connection", "close")
				.doesNotContainKey("transfer-encoding");
		}
	}

	@Test
	void bodyThatCannotBeBuiltOpensNoConnection() throws IOException {
		try (ServerSocketChannel server = ServerSocketChannel.open()) {
			server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).configureBlocking(false);
			URI url = URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort());
			DatadogExporter exporter = new DatadogExporter(DatadogSettings
				.of(new AgentSettings(UploadMode.AUTO, null, url, null, null), PayloadConvention.of(UploadFormat.JFR)),
					new UploadState());

			ExportResult result = export(exporter, Windows.of(Windows.chunk(this.directory.resolve("gone.jfr"), 10)));

			assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
			assertThat(server.accept()).isNull();
		}
	}

	private UploadRoute route(Way way) throws IOException {
		Assumptions.assumeTrue(way != Way.IPV6 || UploadRoute.isThereIpv6(), "this machine has no address ::1");
		return UploadRoute.of(way, this.directory);
	}

	private DatadogExporter exporter(UploadRoute route, UploadFormat format) throws IOException {
		return exporter(route, format, EntityHeaders.ofThisProcess());
	}

	private DatadogExporter exporter(UploadRoute route, UploadFormat format, EntityHeaders entity) {
		DatadogSettings settings = route.settings(PayloadConvention.of(format));
		DatadogExporter exporter = new DatadogExporter(settings, new AgentLocator(settings), entity, new UploadState(),
				DatadogExporter.MAX_BYTES);
		exporter.target();
		return exporter;
	}

	private static ExportResult export(DatadogExporter exporter, ProfileWindow window) {
		exporter.target();
		return exporter.export(window, PLENTY);
	}

	private static ProfileUpload upload(UploadRoute route, int index) {
		return ProfileUpload.parse(route.agent().uploads().get(index));
	}

	private static void awaitDetail(Profiler profiler, String detail) {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> profiler.exporters()
				.stream()
				.anyMatch((exporter) -> exporter.last() != null && exporter.last().result().detail().contains(detail)));
	}

	private ProfileWindow window(int minute) {
		return window(minute, sampled());
	}

	private ProfileWindow window(int minute, ProfileBuilder builder) {
		TimeWindow time = new TimeWindow(START.plusSeconds(60L * minute), START.plusSeconds(60L * minute + 60));
		try {
			Path file = Files.write(this.directory.resolve("recording.jfr"), recording());
			Chunk chunk = new Chunk(minute + 1, file, 0, Files.size(file), time, RATES);
			return new ProfileWindow(Windows.IDENTITY, List.of(chunk), builder.build(time));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static ProfileBuilder sampled() {
		ProfileBuilder builder = new ProfileBuilder(RATES.types(), RATES);
		int frame = builder.frame(builder.function("com.example.Shop.sell", "Shop.java"), 12);
		builder.add(builder.stack(new int[] { frame }, 1), builder.labels(List.of()), ProfileType.CPU, 1, 10_000_000);
		return builder;
	}

	private static byte[] recording() {
		return "FLR\0and so on".getBytes(StandardCharsets.ISO_8859_1);
	}

}
