package io.ddprofiling.spring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.ddprofiling.Profiler;
import io.ddprofiling.spring.EndpointClient.Answer;
import io.ddprofiling.store.Capture;
import io.ddprofiling.testsupport.PprofFile;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for captures by {@link ProfilerEndpoint} behind a server, whichever a subclass
 * starts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractCaptureEndpointTests {

	private final WebApplicationType type;

	private Path directory;

	private ConfigurableApplicationContext context;

	private Profiler profiler;

	private EndpointClient client;

	AbstractCaptureEndpointTests(WebApplicationType type) {
		this.type = type;
	}

	@BeforeAll
	void start(@TempDir Path directory) {
		this.directory = directory;
		this.context = new SpringApplicationBuilder(AbstractProfilerEndpointTests.Application.class).web(this.type)
			.initializers(SystemEnvironment.empty())
			.run("--spring.config.name=none", "--server.port=0", "--dd.profiling.upload.enabled=false",
					"--dd.profiling.store.directory=" + directory, "--dd.profiling.captures.max-count=2",
					"--management.endpoint.profiler.access=unrestricted", "--dd.version=7",
					"--management.endpoints.web.exposure.include=profiler");
		this.profiler = this.context.getBean(Profiler.class);
		this.client = new EndpointClient(
				Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local.server.port")));
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@BeforeEach
	void requireRecording() {
		Recording.assumePossible(this.profiler);
	}

	@AfterEach
	void deleteCaptures() {
		for (Capture capture : this.profiler.captures().list()) {
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isEnded(capture.id().toString()));
			this.profiler.captures().delete(capture.id());
		}
	}

	@Test
	void captureIsBegunReadAndDeleted() {
		Answer begun = this.client.post("/profiler", "{\"seconds\":3,\"type\":\"wall\"}");

		assertThat(begun.status()).isEqualTo(202);
		assertThat(begun.contentType()).contains("json");
		Map<String, Object> body = begun.json();
		assertThat(body).containsOnlyKeys("id", "path", "ready");
		String id = (String) body.get("id");
		assertThat(UUID.fromString(id)).hasToString(id);
		assertThat(body).containsEntry("path", "/actuator/profiler/" + id);
		assertThat(Instant.parse((String) body.get("ready"))).isAfter(Instant.now());
		String capture = "/profiler/" + id;
		Answer early = this.client.get(capture + "/pprof");
		assertThat(early.status()).isEqualTo(409);
		assertThat(early.json())
			.isEqualTo(Map.of("error", "The capture is still recorded", "ready", body.get("ready")));
		assertThat(this.client.send("DELETE", capture).status()).isEqualTo(409);
		assertThat(this.client.get(capture).json()).containsEntry("state", "recording");
		Recording.work();

		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isEnded(id));

		assertThat(this.client.get(capture).json()).containsEntry("id", id)
			.containsEntry("state", "complete")
			.containsEntry("cause", "request")
			.containsEntry("type", "wall")
			.containsEntry("version", "7")
			.doesNotContainKeys("interval", "note");
		assertThat((List<?>) this.client.get("/profiler/captures").json().get("captures")).hasSize(1);
		assertThat((List<?>) this.client.get("/profiler").json().get("captures")).hasSize(1);
		PprofFile pprof = PprofFile.parse(this.client.get(capture + "/pprof").body());
		assertThat(pprof.functionNames()).contains(Recording.class.getName() + ".burn");
		assertThat(pprof.sampleTypes()).contains("cpu/nanoseconds", "wall/nanoseconds");
		assertThat(pprof.duration()).isEqualTo(Duration.ofSeconds(3));
		assertThat(PprofFile.parse(this.client.get(capture + "/pprof?type=lock&thread=rival").body())
			.totalOf("delay", Recording.class.getName() + ".contend")).isPositive();
		assertThat(this.client.get(capture + "/flamegraph").text()).contains("wall", "Recording.burn");
		assertThat(this.client.get(capture + "/collapsed?type=cpu").text()).contains("Recording.burn");
		assertThat(this.client.get(capture + "/endpoints").json()).containsKeys("window", "endpoints");
		assertThat(this.client.get(capture + "/top?type=cpu").text()).contains("Recording.burn");
		assertThat(this.client.get("/profiler/diff?seconds=1&type=cpu&baseline=" + id).status()).isEqualTo(200);
		assertThat(this.client.get("/profiler/diff?baseline=" + UUID.randomUUID()).json()).containsEntry("parameter",
				"baseline");
		assertThat(this.client.get(capture + "/jfr").body()).startsWith('F', 'L', 'R', 0);

		assertThat(this.client.send("DELETE", capture).status()).isEqualTo(204);
		assertThat(this.client.get(capture).status()).isEqualTo(404);
		assertThat(this.client.get(capture + "/pprof").status()).isEqualTo(404);
		assertThat(this.client.send("DELETE", capture).status()).isEqualTo(404);
		assertThat(this.directory.resolve("captures")).isEmptyDirectory();
	}

	@Test
	void thereAreNotTooMany() {
		// long enough to be still recorded when the next is asked for
		Answer fine = this.client.post("/profiler", "{\"seconds\":\"3\",\"interval\":\"2ms\"}");
		assertThat(fine.status()).isEqualTo(202);
		Answer second = this.client.post("/profiler", "{\"seconds\":1,\"type\":\"ALLOCATION\",\"interval\":\"64KB\"}");
		assertThat(second.status()).isEqualTo(409);
		assertThat(second.json())
			.isEqualTo(Map.of("error", "Another capture has an interval of its own, wait for its end"));
		assertThat(this.client.post("/profiler", "{\"seconds\":1}").status()).isEqualTo(202);

		Answer third = this.client.post("/profiler", "{}");

		assertThat(third.status()).isEqualTo(429);
		assertThat(third.json()).isEqualTo(
				Map.of("error", "There are 2 captures already; delete one or raise dd.profiling.captures.max-count"));
		String id = (String) fine.json().get("id");
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isEnded(id));
		assertThat(this.client.get("/profiler/" + id).json()).containsEntry("interval", "2ms")
			.containsEntry("state", "complete");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"seconds":0}                         | seconds  | 1 to 300
			{"seconds":301}                       | seconds  | 1 to 300
			{"seconds":"1.5"}                     | seconds  | 1 to 300
			{"type":"io"}                         | type     | cpu
			{"type":"cpu,file=/x"}                | type     | wall
			{"interval":"0ms"}                    | interval | 1ms to 10ms
			{"interval":"11ms"}                   | interval | 1ms to 10ms
			{"interval":"5"}                      | interval | 1ms to 10ms
			{"interval":"5kb"}                    | interval | 1ms to 10ms
			{"interval":"5ms,file=/x"}            | interval | 1ms to 10ms
			{"type":"wall","interval":"4ms"}      | interval | 5ms to 100ms
			{"type":"allocation","interval":"1ms"}| interval | 1KB to 512KB
			{"type":"exception","interval":"1ms"} | interval | cpu
			""")
	void wrongRequestIsAnsweredWithWhatIsAllowed(String body, String parameter, String allowed) {
		Answer answer = this.client.post("/profiler", body);

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json()).containsOnlyKeys("error", "parameter", "allowed")
			.containsEntry("parameter", parameter);
		assertThat(answer.json().get("allowed")).asInstanceOf(InstanceOfAssertFactories.LIST).contains(allowed);
		assertThat(answer.text()).doesNotContain("file=");
		assertThat(this.profiler.captures().list()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "00000000-0000-0000-0000-000000000000", "1", "captures", "..%2F..%2Fetc", "run-1", "%00",
			"00000000-0000-0000-0000-00000000000g", "0-0-0-0-0", "..", "captures%2Fx" })
	void captureThatIsNotKnownIsNotFound(String id) throws Exception {
		Path victim = Files.createDirectories(this.directory.resolve("captures/x"));

		for (String path : List.of("/profiler/" + id + "/pprof", "/profiler/" + id + "/nothing")) {
			Answer answer = this.client.get(path);
			assertThat(answer.status()).isIn(400, 404);
			assertThat(answer.text()).doesNotContain("etc", "run-1");
		}
		assertThat(this.client.send("DELETE", "/profiler/" + id).status()).isIn(400, 404, 405);
		assertThat(victim).exists();
		Files.delete(victim);
	}

	@Test
	void wrongFormatOfACaptureIsAnsweredWithAllFormats() {
		Answer begun = this.client.post("/profiler", "{\"seconds\":1}");
		String id = (String) begun.json().get("id");
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isEnded(id));

		Answer answer = this.client.get("/profiler/" + id + "/svg");

		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.json()).containsEntry("parameter", "format");
		assertThat(this.client.get("/profiler/" + id + "/pprof?type=gpu").status()).isEqualTo(400);
		assertThat(this.client.get("/profiler/" + id + "/pprof?thread=%00").status()).isEqualTo(400);
	}

	private boolean isEnded(String id) {
		return this.profiler.captures().find(UUID.fromString(id)).orElseThrow().state() != Capture.State.RECORDING;
	}

}
