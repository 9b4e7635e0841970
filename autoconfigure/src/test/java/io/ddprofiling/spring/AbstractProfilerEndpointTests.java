package io.ddprofiling.spring;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.ddprofiling.Profiler;
import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.spring.EndpointClient.Answer;
import io.ddprofiling.testsupport.GoPprof;
import io.ddprofiling.testsupport.JfrTool;
import io.ddprofiling.testsupport.PprofFile;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProfilerEndpoint} behind a server, whichever a subclass starts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractProfilerEndpointTests {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private static final String TRACE = "00000000000000004bf92f3577b34da6";

	private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

	private Path directory;

	private final WebApplicationType type;

	private final String[] arguments;

	private ConfigurableApplicationContext context;

	private Profiler profiler;

	private TimeWindow working;

	private EndpointClient client;

	AbstractProfilerEndpointTests(WebApplicationType type, String... arguments) {
		this.type = type;
		this.arguments = arguments;
	}

	@BeforeAll
	void start(@TempDir Path directory) {
		this.directory = directory;
		this.context = run("--spring.application.name=shop", "--dd.env=test", "--dd.tags=team:core",
				"--management.endpoints.web.exposure.include=profiler");
		this.profiler = this.context.getBean(Profiler.class);
		this.client = client(this.context);
		Instant begun = Instant.now();
		Recording.work();
		this.working = new TimeWindow(begun.plusMillis(100), Instant.now());
		Recording.serve("/orders/{id}", TRACE);
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	void statusTellsEverything() {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.get("/profiler");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.contentType()).contains("json");
		Map<String, Object> status = answer.json();
		assertThat(status).containsEntry("state", "running")
			.containsEntry("problems", List.of())
			.doesNotContainEntry("engine", null)
			.containsKeys("since", "engine", "identity", "types", "store", "upload", "counters", "hints", "neighbours");
		assertThat(Instant.parse((String) status.get("since"))).isBeforeOrEqualTo(Instant.now());
		assertThat(map(status, "identity")).containsEntry("service", "shop")
			.containsEntry("env", "test")
			.containsEntry("tags", Map.of("team", "core"))
			.containsKeys("host", "runtimeId", "processId");
		assertThat(map(status, "store")).containsEntry("maxAge", "PT1H")
			.containsKeys("directory", "bytes", "windows", "oldest", "newest", "maxBytes");
		assertThat(map(status, "upload")).containsEntry("period", "PT1M").containsEntry("exporters", List.of());
		assertThat(map(status, "counters")).containsKeys("samples", "windows", "cuts", "rolls", "conversions",
				"conversionTime", "deliveries", "dropped", "lastRollGap", "longestRollGap");
		// what is stretched depends on how fast the machine allocates
		assertThat(map(status, "overhead")).containsEntry("budget", 0.01).containsKeys("sampling", "stretched");
	}

	@Test
	@SuppressWarnings("unchecked")
	void statusListsEveryTypeOfProfile() {
		Recording.assumePossible(this.profiler);

		List<Map<String, Object>> types = (List<Map<String, Object>>) this.client.get("/profiler").json().get("types");

		assertThat(types).extracting((entry) -> entry.get("type"))
			.containsExactlyInAnyOrder(Stream.of(ProfileType.values()).map(ProfileType::id).toArray());
		assertThat(types).allSatisfy((entry) -> assertThat(entry).containsKeys("asked", "effective"));
	}

	@Test
	void pprofIsReadByOthers() {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.get("/profiler/pprof");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.contentType()).isEqualTo("application/octet-stream");
		PprofFile pprof = PprofFile.parse(answer.body());
		assertThat(pprof.sampleTypes()).contains("cpu/nanoseconds", "inuse_space/bytes")
			.doesNotContain("native_alloc_space/bytes");
		assertThat(PprofFile.parse(this.client.get("/profiler/pprof?seconds=600").body()).functionNames())
			.contains(Recording.class.getName() + ".burn");
		assertThat(pprof.duration()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(60));
	}

	@ParameterizedTest
	@EnumSource(names = { "CPU", "WALL", "LOCK", "ALLOCATION" })
	void pprofHasTheTypeThatWasAskedFor(ProfileType wanted) {
		Recording.assumePossible(this.profiler);

		PprofFile pprof = PprofFile.parse(this.client.get("/profiler/pprof?seconds=600&type=" + wanted.id()).body());

		assertThat(pprof.sampleTypes()).hasSize(2);
		assertThat(pprof.total(pprof.sampleTypes().get(1))).isPositive();
	}

	@Test
	void goFetchesPprof() {
		Recording.assumePossible(this.profiler);
		Assumptions.assumeTrue(GoPprof.available(), "go tool pprof is not installed");

		String top = GoPprof.fetchTop(this.client.uri("/profiler/pprof?type=cpu&seconds=600"));

		assertThat(GoPprof.flatPercent(top)).isNotEmpty();
		assertThat(top).contains("Recording.burn");
	}

	@Test
	void recordingIsReadByTheJdk() throws IOException {
		Recording.assumePossible(this.profiler);
		Assumptions.assumeTrue(JfrTool.available(), "this Java has no jfr");

		Answer answer = this.client.get("/profiler/jfr?seconds=600");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.contentType()).isEqualTo("application/octet-stream");
		assertThat(answer.response().headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
		Path file = Files.write(this.directory.resolve("snapshot.jfr"), answer.body());
		assertThat(JfrTool.summary(file).get("jdk.ExecutionSample")).isPositive();
	}

	@Test
	void windowHasTheSameSamplesInEveryForm() throws IOException {
		Recording.assumePossible(this.profiler);
		String window = "?type=cpu&from=" + this.working.start().toEpochMilli() + "&to=" + this.working.end();

		PprofFile pprof = PprofFile.parse(this.client.get("/profiler/pprof" + window).body());
		Answer collapsed = this.client.get("/profiler/collapsed" + window);
		Answer jfr = this.client.get("/profiler/jfr" + window);

		assertThat(pprof.duration()).isCloseTo(this.working.duration(), Duration.ofMillis(1));
		assertThat(pprof.total("cpu")).isPositive();
		assertThat(collapsed.text().lines().mapToLong((line) -> Long.parseLong(line.replaceAll(".* ", ""))).sum())
			.isEqualTo(pprof.total("cpu"));
		Path file = Files.write(this.directory.resolve("window.jfr"), jfr.body());
		assertThat(RecordingFile.readAllEvents(file))
			.filteredOn((event) -> event.getEventType().getName().equals("jdk.ExecutionSample"))
			.hasSize((int) pprof.total("cpu_samples"));
	}

	@Test
	void timeThatWasNotRecordedIsToldSo() {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.get("/profiler/pprof?from=1000&to=2000");

		assertThat(answer.status()).isEqualTo(400);
		assertThat((String) answer.json().get("error")).isEqualTo("Invalid 'from': nothing is stored of that time");
	}

	@Test
	void collapsedStacksAreLines() {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.get("/profiler/collapsed?type=cpu&seconds=600");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.contentType().replace(" ", "")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
		assertThat(answer.text().lines()).isNotEmpty()
			.allMatch((line) -> line.matches(".+ [0-9]+"))
			.anyMatch((line) -> line.contains(Recording.class.getName() + ".burn"));
	}

	@ParameterizedTest
	@EnumSource(names = { "CPU", "WALL", "LOCK", "ALLOCATION" })
	void flameGraphIsAPageThatLetsNothingElseRun(ProfileType wanted) {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.get("/profiler/flamegraph?seconds=600&type=" + wanted.id(), "Accept", BROWSER);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.contentType().replace(" ", "")).isEqualToIgnoringCase("text/html;charset=UTF-8");
		assertThat(answer.text()).startsWithIgnoringCase("<!doctype html")
			.contains("http-equiv=\"Content-Security-Policy\"", "default-src 'none'", wanted.id())
			.contains((wanted == ProfileType.LOCK) ? "Recording.contend" : "Recording.burn");
	}

	@ParameterizedTest
	@ValueSource(strings = { "endpoint=GET%20/orders/%7Bid%7D", "thread=serving", "thread=serv*", "thread=*ving",
			"trace=00000000000000004bf92f3577b34da6", "trace=4BF92F3577B34DA6",
			"endpoint=GET%20/orders/%7Bid%7D&thread=serving&trace=4bf92f3577b34da6" })
	void samplesOfARequestCanBeHadAlone(String filter) {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.get("/profiler/pprof?seconds=600&type=cpu&" + filter);

		assertThat(answer.status()).isEqualTo(200);
		PprofFile pprof = PprofFile.parse(answer.body());
		assertThat(pprof.labelValues("thread_name")).containsExactly("serving");
		assertThat(pprof.labelValues("endpoint")).containsExactly("GET /orders/{id}");
		assertThat(pprof.labelValues("trace_id")).containsExactly(TRACE);
		assertThat(pprof.totalOf("cpu", Recording.class.getName() + ".burn")).isPositive();
	}

	@ParameterizedTest
	@CsvSource({ "thread=nowhere-to-go,false", "endpoint=GET%20/orders/%7Bid%7D,true" })
	void recordingOfARequestIsReadByTheJdk(String filter, boolean recorded) throws IOException {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.get("/profiler/jfr?seconds=600&" + filter);

		assertThat(answer.status()).isEqualTo(200);
		Path file = Files.write(this.directory.resolve("extract.jfr"), answer.body());
		assertThat(RecordingFile.readAllEvents(file))
			.filteredOn((event) -> event.getEventType().getName().equals("jdk.ExecutionSample"))
			.extracting((event) -> event.getThread("sampledThread").getJavaName())
			.containsOnly(recorded ? new String[] { "serving" } : new String[0]);
	}

	@ParameterizedTest
	@ValueSource(strings = { "endpoint=GET%20/nowhere-to-go", "thread=nowhere-to-go", "trace=ffffffffffffffff" })
	void nothingIsAnAnswer(String filter) {
		Recording.assumePossible(this.profiler);

		for (SnapshotFormat format : SnapshotFormat.values()) {
			if (format.isComparison()) {
				continue;
			}
			Answer answer = this.client.get("/profiler/" + format.id() + "?seconds=600&" + filter);
			assertThat(answer.status()).as(format.id()).isEqualTo(200);
			if (format != SnapshotFormat.JFR) {
				assertThat(answer.text()).as(format.id()).doesNotContain("nowhere-to-go", "ffffffff", "burn");
			}
		}
	}

	@Test
	@SuppressWarnings("unchecked")
	void tableTellsWhatEndpointsCost() {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.get("/profiler/endpoints?seconds=600");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.contentType()).isEqualTo("application/json");
		assertThat(answer.json()).containsOnlyKeys("window", "endpoints", "unattributed");
		List<Map<String, Object>> endpoints = (List<Map<String, Object>>) answer.json().get("endpoints");
		// the requests of the other tests are there, too
		Map<String, Object> orders = endpoints.stream()
			.filter((endpoint) -> "GET /orders/{id}".equals(endpoint.get("name")))
			.findFirst()
			.orElseThrow();
		assertThat(orders).as(() -> String.valueOf(this.profiler.status().types()))
			.containsEntry("kind", "web")
			.containsEntry("requests", 1)
			.containsKeys("cpuShare", "exceptions", "lockSeconds");
		Map<String, Object> perRequest = map(orders, "perRequest");
		assertThat(((Number) perRequest.get("cpuSeconds")).doubleValue()).isBetween(0.05, 1.0);
		assertThat(((Number) perRequest.get("waitSeconds")).doubleValue()).isBetween(0.05, 1.0);
		assertThat(((Number) perRequest.get("allocatedBytes")).doubleValue()).isPositive();
		assertThat(((Number) map(answer.json(), "unattributed").get("cpuSeconds")).doubleValue()).isPositive();
	}

	@Test
	void topIsJsonOrMarkdown() {
		Recording.assumePossible(this.profiler);

		Answer json = this.client.get("/profiler/top?seconds=600&limit=500");
		assertThat(json.contentType()).isEqualTo("application/json");
		assertThat(json.json()).containsEntry("service", "shop")
			.containsEntry("type", "cpu")
			.containsEntry("filtered", false)
			.containsKeys("window", "total", "samples", "topBySelf", "topByTotal", "endpoints");
		assertThat(json.text()).contains(Recording.class.getName() + ".burn", "GET /orders/{id}");
		assertThat((List<?>) this.client.get("/profiler/top?seconds=600&limit=1").json().get("topByTotal")).hasSize(1);
		for (Answer markdown : List.of(this.client.get("/profiler/top?seconds=600", "Accept", "text/markdown"),
				this.client.get("/profiler/top-markdown?seconds=600", "Accept", BROWSER))) {
			assertThat(markdown.status()).isEqualTo(200);
			assertThat(markdown.contentType().replace(" ", "")).isEqualToIgnoringCase("text/markdown;charset=UTF-8");
			assertThat(markdown.text()).startsWith("### `shop` in `test`: cpu\n").contains("Recording.burn` |");
		}
		assertThat(this.client.get("/profiler/top?type=wall", "Accept", "application/json").json())
			.containsEntry("type", "wall");
	}

	@Test
	void otherFormatsAreNotInMarkdown() {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.get("/profiler/endpoints", "Accept", "text/markdown, */*");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.contentType()).isEqualTo("application/json");
	}

	@Test
	void pageShowsTheWindowBefore() {
		Recording.assumePossible(this.profiler);

		String page = this.client.get("/profiler/flamegraph?seconds=1&baseline=previous", "Accept", BROWSER).text();

		assertThat(page).contains("\"Baseline\"");
		assertThat(this.client.get("/profiler/flamegraph?seconds=1", "Accept", BROWSER).text())
			.doesNotContain("\"Baseline\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&baseline=previous", "&baseline=%20PREVIOUS", "&baseline=1", "&baseline=1s",
			"&baseline=PT1S" })
	void windowIsComparedWithOneBefore(String baseline) {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.get("/profiler/diff?seconds=1&type=wall" + baseline);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.contentType()).isEqualTo("application/json");
		assertThat(answer.json()).containsEntry("type", "wall").containsKeys("comparedBy", "change", "grown", "shrunk");
		assertThat(map(answer.json(), "before").get("end")).isEqualTo(map(answer.json(), "after").get("start"));
		assertThat(this.client.get("/profiler/diff?seconds=1&type=wall" + baseline, "Accept", "text/markdown").text())
			.startsWith("### `shop` in `test`: wall, compared\n");
	}

	@ParameterizedTest
	@CsvSource({ "x,must be a window or a time", "0,must be a window or a time", "-1,must be a window or a time",
			"3601,must be a window or a time", "PTXH,must be a window or a time",
			"999999999h,must be a window or a time", "3600,nothing is stored of that time",
			"1h,nothing is stored of that time", "version,this version is not known" })
	void baselineThatCannotBeHadIsAnsweredWithWhatIsAllowed(String baseline, String message) {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.get("/profiler/diff?seconds=60&baseline=" + baseline);

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json()).containsEntry("parameter", "baseline")
			.containsEntry("allowed", List.of("previous", "version", "the id of a capture",
					"1 to 3600 seconds ago, as in 600, 10m or PT10M"));
		assertThat((String) answer.json().get("error")).contains(message);
	}

	@Test
	void heatmapIsADownloadThatLetsNothingElseRun() {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.get("/profiler/heatmap?type=cpu&seconds=600", "Accept", BROWSER);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.contentType()).as("no browser shows it").isEqualTo("application/octet-stream");
		assertThat(answer.text()).startsWith("<!DOCTYPE html>")
			.contains("http-equiv=\"Content-Security-Policy\"", "default-src 'none'", "Heatmap: cpu", "burn");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/profiler/PPROF", "/profiler/pprof?type=CPU", "/profiler/pprof?type=&seconds=",
			"/profiler/jfr?endpoint=&thread=&trace=", "/profiler/pprof?trace=%2000000000000000ff",
			"/profiler/pprof?seconds=1", "/profiler/pprof?seconds=3600" })
	void requestIsReadLeniently(String path) {
		Recording.assumePossible(this.profiler);

		assertThat(this.client.get(path).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "/profiler/svg,404,format", "/profiler/heatmap?type=exception,400,type",
			"/profiler/top?limit=0,400,limit", "/profiler/top?limit=1001,400,limit",
			"/profiler/top?baseline=previous,400,baseline", "/profiler/pprof?baseline=previous,400,baseline",
			"/profiler/pprof?type=memory,400,type", "/profiler/pprof?type=cpu&type=wall,400,type",
			"/profiler/jfr?type=x,400,type", "/profiler/flamegraph?type=cpu%20,200,",
			"/profiler/pprof?seconds=0,400,seconds", "/profiler/pprof?seconds=-1,400,seconds",
			"/profiler/pprof?seconds=3601,400,seconds", "/profiler/pprof?seconds=1.5,400,seconds",
			"/profiler/pprof?seconds=1m,400,seconds", "/profiler/pprof?seconds=99999999999999999999,400,seconds",
			"/profiler/pprof?from=x,400,from", "/profiler/jfr?from=99999999999999999,400,from",
			"/profiler/jfr?from=2026-13-01T00:00:00Z,400,from", "/profiler/pprof?to=-1,400,to",
			"/profiler/top?to=-1000000000-01-01T00:00:00Z,400,to", "/profiler/pprof?from=5&to=5,400,from",
			"/profiler/pprof?from=6&to=5,400,from", "/profiler/collapsed?from=0&to=3600001,400,from",
			"/profiler/collapsed?from=0,400,from", "/profiler/flamegraph?from=5&seconds=5,400,seconds",
			"/profiler/pprof?trace=1,400,trace", "/profiler/pprof?trace=4bf92f3577b34da6a3ce929d0e0e473x,400,trace",
			"/profiler/pprof?trace=4bf92f3577b34da6a3,400,trace", "/profiler/pprof?endpoint=a%0Ab,400,endpoint",
			"/profiler/collapsed?thread=%00,400,thread", "/profiler/flamegraph?endpoint=a%C2%85b,400,endpoint" })
	void wrongRequestIsAnsweredWithWhatIsAllowed(String path, int status, String parameter) {
		Answer answer = this.client.get(path);

		assertThat(answer.status()).isEqualTo(status);
		if (parameter != null) {
			assertThat(answer.contentType()).startsWith("application/json");
			assertThat(answer.json()).containsOnlyKeys("error", "parameter", "allowed")
				.containsEntry("parameter", parameter);
			assertThat((String) answer.json().get("error")).startsWith("Invalid '" + parameter + "': ");
			assertThat((List<?>) answer.json().get("allowed")).isNotEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "endpoint", "thread" })
	void namesAreLimitedInLength(String parameter) {
		String name = "n".repeat(200);

		assertThat(this.client.get("/profiler/collapsed?" + parameter + "=" + name).status()).isIn(200, 503);
		Answer answer = this.client.get("/profiler/collapsed?" + parameter + "=" + name + "n");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json()).containsEntry("parameter", parameter);
		assertThat(answer.text()).doesNotContain("nnn");
	}

	@Test
	void wrongFormatIsAnsweredWithAllFormats() {
		assertThat(this.client.get("/profiler/svg").json()).containsEntry("allowed", SnapshotFormat.ids());
	}

	@ParameterizedTest
	@MethodSource("injections")
	void noTextOfARequestGetsFurther(String path) {
		Path target = this.directory.resolve("x");

		Answer answer = this.client.get(path.replace("/x", target.toString()).replace("%2Fx", encoded(target)));

		assertThat(answer.status()).isBetween(400, 499);
		assertThat(answer.json()).containsKeys("error", "parameter", "allowed");
		assertThat(answer.text()).doesNotContain("file=", target.toString(), "passwd");
		assertThat(target).doesNotExist();
	}

	static Stream<String> injections() {
		return Stream
			.of(",file=/x", "cpu,file=/x", "jfr,file=/x", "%2Cfile%3D%2Fx", "cpu%0Afile=/x", "../../etc/passwd",
					"%00,file=/x", "60,file=/x")
			.flatMap((text) -> Stream.of("/profiler/pprof?type=" + text, "/profiler/jfr?type=" + text,
					"/profiler/jfr?seconds=" + text, "/profiler/collapsed?seconds=10&type=" + text,
					"/profiler/endpoints?trace=" + text, "/profiler/diff?baseline=" + text,
					"/profiler/top?limit=" + text));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "endpoint=,file=/x", "endpoint=%2Cfile%3D%2Fx", "thread=,file=/x", "thread=../../etc/passwd" })
	void textThatSamplesAreComparedWithGetsNoFurther(String filter) {
		Recording.assumePossible(this.profiler);
		Path target = this.directory.resolve("x");

		Answer answer = this.client
			.get("/profiler/jfr?" + filter.replace("/x", target.toString()).replace("%2Fx", encoded(target)));

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).doesNotContain("file=" + target, "passwd");
		assertThat(target).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/profiler/,file=/x", "/profiler/pprof,file=/x", "/profiler/%2Cfile%3D%2Fx",
			"/profiler/jfr%2Cfile%3D%2Fx", "/profiler/pprof/,file=/x" })
	void noTextOfAPathGetsFurther(String path) {
		Path target = this.directory.resolve("x");

		Answer answer = this.client.get(path.replace("/x", target.toString()).replace("%2Fx", encoded(target)));

		assertThat(answer.status()).isBetween(400, 499);
		assertThat(target).doesNotExist();
	}

	@Test
	void wrongFormatIsNotRepeated() {
		assertThat(this.client.get("/profiler/%2Cfile=x").json().toString()).contains("format").doesNotContain("file=");
	}

	@ParameterizedTest
	@CsvSource({ "POST,/profiler", "DELETE,/profiler", "PUT,/profiler", "POST,/profiler/pprof", "DELETE,/profiler/jfr",
			"PATCH,/profiler/flamegraph" })
	void nothingCanBeWritten(String method, String path) {
		assertThat(this.client.send(method, path).status()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/profiler", "/profiler/pprof", "/profiler/jfr", "/profiler/flamegraph", "/profiler/top" })
	void headIsAnsweredWithoutABody(String path) {
		Recording.assumePossible(this.profiler);

		Answer answer = this.client.send("HEAD", path);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void recordingsAreClosedAfterTheyWereSent() throws IOException {
		Recording.assumePossible(this.profiler);
		Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS), "open files are seen in /proc/self/fd");
		this.client.get("/profiler/jfr?seconds=600");
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> openRecordings() <= 2);

		for (int i = 0; i < 30; i++) {
			assertThat(this.client.get("/profiler/jfr?seconds=600").status()).isEqualTo(200);
			assertThat(this.client.send("HEAD", "/profiler/jfr?seconds=600").status()).isEqualTo(200);
			assertThat(this.client.get("/profiler/jfr?seconds=600", "Range", "bytes=0-99").status()).isIn(200, 206);
		}

		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(openRecordings()).isLessThanOrEqualTo(2));
	}

	@Test
	void requestsCanComeTogether() throws Exception {
		Recording.assumePossible(this.profiler);
		ExecutorService clients = Executors.newFixedThreadPool(8);
		try {
			List<Future<Answer>> answers = new ArrayList<>();
			// without those that need an earlier time, or are made one at a time
			List<String> formats = List.of("pprof", "jfr", "collapsed", "flamegraph", "endpoints", "top");
			for (int i = 0; i < 24; i++) {
				String format = formats.get(i % formats.size());
				answers.add(clients.submit(() -> this.client.get("/profiler/" + format + "?seconds=600")));
			}
			for (Future<Answer> answer : answers) {
				assertThat(answer.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	@Test
	void nothingButLoggingStopsAfterTheProfiler() {
		Map<String, SmartLifecycle> beans = new HashMap<>(this.context.getBeansOfType(SmartLifecycle.class));
		beans.remove("profilerLifecycle");
		beans.remove("springBootLoggingLifecycle");

		assertThat(beans).isNotEmpty()
			.allSatisfy((name, bean) -> assertThat(bean.getPhase()).isGreaterThan(ProfilerLifecycle.PHASE));
	}

	@Test
	void endpointIsNotExposedByDefault() {
		try (ConfigurableApplicationContext other = run("--dd.profiling.enabled=false")) {
			assertThat(other.containsBean("profilerEndpoint")).isFalse();
			assertThat(client(other).get("/profiler").status()).isEqualTo(404);
			assertThat(client(other).get("/profiler/pprof").status()).isEqualTo(404);
		}
	}

	@Test
	void disabledProfilerSaysSo() {
		try (ConfigurableApplicationContext other = run("--dd.profiling.enabled=false",
				"--management.endpoints.web.exposure.include=profiler")) {
			Answer status = client(other).get("/profiler");
			assertThat(status.status()).isEqualTo(200);
			assertThat(status.json()).containsEntry("state", "disabled")
				.containsEntry("reason", "dd.profiling.enabled is false");
			for (String format : SnapshotFormat.ids()) {
				assertIsUnavailable(client(other).get("/profiler/" + format), "dd.profiling.enabled is false");
			}
			assertThat(client(other).get("/profiler/svg").status()).isEqualTo(404);
		}
	}

	@Test
	void profilerThatCannotRunSaysSo() {
		Recording.assumePossible(this.profiler);
		try (ConfigurableApplicationContext second = run("--management.endpoints.web.exposure.include=profiler")) {
			assertThat(client(second).get("/profiler").json()).containsEntry("state", "unavailable");
			assertIsUnavailable(client(second).get("/profiler/pprof"), "already running in this JVM");
			assertIsUnavailable(client(second).get("/profiler/flamegraph", "Accept", BROWSER),
					"already running in this JVM");
		}
		assertThat(this.client.get("/profiler/pprof").status()).isEqualTo(200);
	}

	private static void assertIsUnavailable(Answer answer, String reason) {
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.contentType()).startsWith("application/json");
		assertThat((String) answer.json().get("error")).contains(reason);
	}

	private ConfigurableApplicationContext run(String... furtherArguments) {
		List<String> all = new ArrayList<>(List.of("--spring.config.name=none", "--server.port=0",
				"--dd.profiling.store.directory=" + this.directory.resolve("store"),
				// the samples of a request do not become fewer on a machine that is slow
				"--dd.profiling.max-samples=0", "--dd.profiling.upload.enabled=false"));
		all.addAll(List.of(this.arguments));
		all.addAll(List.of(furtherArguments));
		return new SpringApplicationBuilder(Application.class).web(this.type)
			.initializers(SystemEnvironment.empty())
			.run(all.toArray(String[]::new));
	}

	private long openRecordings() throws IOException {
		try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
			return descriptors.filter(this::isRecording).count();
		}
	}

	private boolean isRecording(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString().contains(this.directory + "/store/run-")
					&& Files.readSymbolicLink(descriptor).toString().contains(".jfr");
		}
		catch (IOException ex) {
			// closed meanwhile
			return false;
		}
	}

	private static EndpointClient client(ConfigurableApplicationContext context) {
		String management = context.getEnvironment().getProperty("local.management.port");
		return new EndpointClient(Integer.parseInt(
				(management != null) ? management : context.getEnvironment().getRequiredProperty("local.server.port")));
	}

	private static String encoded(Path path) {
		return URLEncoder.encode(path.toString(), StandardCharsets.UTF_8);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Map<String, Object> parent, String key) {
		return (Map<String, Object>) parent.get(key);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/**
		 * The usual one is shared by all applications in the JVM, and the first that is
		 * closed takes it from the others.
		 */
		@Bean
		ReactorResourceFactory ownReactorResources() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			return resources;
		}

	}

}
