package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.ExporterStatus.Delivery;
import io.ddprofiling.testsupport.ClosedPort;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.ProfileUpload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of windows while the agent is in trouble, with a real recording.
 */
class AgentTroubleTests {

	private static final Duration PLENTY = Duration.ofSeconds(30);

	private final CapturedLog log = new CapturedLog();

	private final Work work = new Work();

	private FakeAgent agent = new FakeAgent();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.work.close();
		this.agent.close();
		this.log.close();
		Threads.assertGone();
	}

	@Test
	void profilerGoesOnWhateverTheAgentAnswers() {
		try (Profiler profiler = profiler()) {
			profiler.start();
			this.agent.awaitUploads(1, PLENTY);
			for (int status : List.of(404, 403, 413, 429, 500)) {
				this.agent.respondWith(status);
				Delivery refused = awaitDelivery(profiler, "HTTP " + status);
				assertThat(refused.result().outcome()).isEqualTo((status < 429) ? Outcome.REJECTED : Outcome.FAILED);
				assertThat(refused.result().detail()).matches("HTTP \\d+, .+");
			}
			this.agent.resetConnections();
			awaitDelivery(profiler, "closed the connection without an answer");
			this.agent.hang();
			awaitDelivery(profiler, "No answer within");

			this.agent.respondWith(200);
			awaitDelivery(profiler, "HTTP 200");

			assertThat(profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
			assertThat(profiler.snapshot(Duration.ofSeconds(1)).window().duration()).isPositive();
			await().atMost(PLENTY).until(() -> exporter(profiler).pending() == 0);
			assertThat(exporter(profiler).dropped()).isZero();
		}
		assertThat(this.log.warnings()).singleElement()
			.asString()
			.contains("HTTP 404", "Datadog Agent 7.20.2", "no more warnings of this for 5 minutes");
		assertThat(this.log.infos()).filteredOn((message) -> message.contains("delivered again")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "closed port", "HTTP 500", "hanging" })
	void windowsThatFailedAreDeliveredOnceWhenTheTroubleIsOver(String trouble) {
		ClosedPort closed = null;
		try (Profiler profiler = profiler()) {
			switch (trouble) {
				case "closed port" -> {
					this.agent.close();
					closed = new ClosedPort(this.agent.port());
				}
				case "HTTP 500" -> this.agent.respondWith(500);
				default -> this.agent.hang();
			}
			profiler.start();
			await().atMost(PLENTY).until(() -> exporter(profiler).pending() >= 2 && exporter(profiler).last() != null);
			assertThat(exporter(profiler).last().result().outcome()).isEqualTo(Outcome.FAILED);

			if (closed != null) {
				this.agent = new FakeAgent(closed.port());
				closed.close();
			}
			// who was left to wait before must not be told that all is well
			this.agent.resetConnections();
			awaitDelivery(profiler, "closed the connection without an answer");
			this.agent.respondWith(200);
			await().atMost(PLENTY).until(() -> this.agent.accepted().size() >= 3 && exporter(profiler).pending() == 0);

			List<ProfileUpload> accepted = this.agent.accepted().stream().map(ProfileUpload::parse).toList();
			accepted.forEach(ProfileUpload::assertConforms);
			assertContiguous(accepted);
			assertThat(exporter(profiler).dropped()).isZero();
		}
	}

	@Test
	void rejectedWindowIsNotTriedAgain() {
		this.agent.respondWith(413);
		try (Profiler profiler = profiler()) {
			profiler.start();
			this.agent.awaitUploads(3, PLENTY);
		}

		List<Instant> starts = this.agent.uploads()
			.stream()
			.map(ProfileUpload::parse)
			.map(ProfileUpload::start)
			.toList();
		assertThat(starts).doesNotHaveDuplicates();
	}

	@Test
	void stopReturnsThoughTheAgentHangs() {
		this.agent.hang();
		Profiler profiler = profiler(Duration.ofMinutes(5));
		profiler.start();
		await().atMost(PLENTY).until(() -> !this.agent.uploads().isEmpty());

		CompletableFuture<Void> stopped = CompletableFuture.runAsync(profiler::stop);

		await().atMost(Duration.ofSeconds(15)).until(stopped::isDone);
		assertThat(stopped).isCompleted();
		assertThat(profiler.status().state()).isEqualTo(ProfilerState.STOPPED);
		assertThat(this.directory.resolve("store")).as("is left for the next start").isNotEmptyDirectory();
		assertThat(this.log.warnings()).anyMatch((warning) -> warning.contains("is left for the next start"));
	}

	@Test
	void whatIsLeftAtTheStopIsDeliveredAfterTheNextStart() {
		this.agent.respondWith(503);
		try (Profiler profiler = profiler()) {
			profiler.start();
			await().atMost(PLENTY).until(() -> exporter(profiler).pending() >= 2 && exporter(profiler).last() != null);
			profiler.stop();
			assertThat(this.directory.resolve("store")).isNotEmptyDirectory();
			this.agent.respondWith(200);
			long windows = profiler.counters().windows();

			profiler.start();
			await().atMost(PLENTY).until(() -> uploadsOfRuns().size() == 2 && exporter(profiler).pending() == 0);
			profiler.stop();

			uploadsOfRuns().forEach(AgentTroubleTests::assertContiguous);
			assertThat(uploadsOfRuns().get(1)).as("the others are not counted twice")
				.hasSize((int) (profiler.counters().windows() - windows));
			assertThat(exporter(profiler).dropped()).isZero();
		}
		assertThat(this.directory.resolve("store")).isEmptyDirectory();
	}

	// in the order of their first windows
	private List<List<ProfileUpload>> uploadsOfRuns() {
		Map<String, List<ProfileUpload>> runs = new LinkedHashMap<>();
		this.agent.accepted()
			.stream()
			.map(ProfileUpload::parse)
			.sorted(Comparator.comparing(ProfileUpload::start))
			.forEach((upload) -> runs.computeIfAbsent(upload.tags().get("runtime-id"), (id) -> new ArrayList<>())
				.add(upload));
		return List.copyOf(runs.values());
	}

	private static void assertContiguous(List<ProfileUpload> uploads) {
		List<ProfileUpload> sorted = uploads.stream().sorted(Comparator.comparing(ProfileUpload::start)).toList();
		for (int i = 1; i < sorted.size(); i++) {
			assertThat(sorted.get(i).start()).as("each window once").isEqualTo(sorted.get(i - 1).end().plusNanos(1));
		}
	}

	@Test
	void lastWindowIsDeliveredAtTheStop() {
		try (Profiler profiler = builder().uploadPeriod(Duration.ofHours(1)).storeMaxAge(Duration.ofHours(2)).build()) {
			profiler.start();
			await().atMost(PLENTY)
				.until(() -> profiler.snapshot(Duration.ofMinutes(1)).window().duration().toMillis() > 700);

			profiler.stop();
		}

		assertThat(this.agent.uploads()).hasSize(1);
		ProfileUpload.parse(this.agent.uploads().get(0)).assertConforms();
	}

	@Test
	void lastWindowIsDeliveredWhenTheJvmEnds() throws Exception {
		Process application = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), EndingApplication.class.getName(),
				this.agent.url().toString(), this.directory.resolve("store").toString())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			await().atMost(Duration.ofSeconds(60)).until(() -> !application.isAlive());
		}
		finally {
			application.destroyForcibly();
		}

		assertThat(application.exitValue()).isZero();
		assertThat(this.agent.uploads()).hasSize(1);
		ProfileUpload upload = ProfileUpload.parse(this.agent.uploads().get(0));
		upload.assertConforms();
		assertThat(upload.tags()).containsEntry("service", "ending");
		assertThat(this.directory.resolve("store")).isEmptyDirectory();
	}

	private Profiler profiler() {
		return profiler(Duration.ofMillis(900));
	}

	private Profiler profiler(Duration timeout) {
		return builder().uploadPeriod(Duration.ofSeconds(1)).uploadTimeout(timeout).build();
	}

	private ProfilerBuilder builder() {
		return Profiler.plainBuilder()
			.service("orders")
			.storeDirectory(this.directory.resolve("store"))
			.agentUrl(this.agent.url())
			.cutInterval(Duration.ofSeconds(1));
	}

	private static Delivery awaitDelivery(Profiler profiler, String detail) {
		await().atMost(PLENTY)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> exporter(profiler).last() != null
					&& exporter(profiler).last().result().detail().contains(detail));
		return exporter(profiler).last();
	}

	private static ExporterStatus exporter(Profiler profiler) {
		return profiler.status().exporters().get(0);
	}

}
