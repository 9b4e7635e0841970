package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.ddprofiling.export.RecordedWindow;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.AbandonedRun;
import io.ddprofiling.store.Chunk;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.ProfileUpload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of the windows of a JVM that was killed, with real recordings.
 */
class KilledDeliveryTests {

	private static final Duration PLENTY = Duration.ofSeconds(60);

	private static final Identity LIKE = new Identity("killed", "test", null, "any", "any", 0, Map.of());

	private final FakeAgent agent = new FakeAgent();

	private final List<ForkedJvm> applications = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.applications.forEach(ForkedJvm::close);
		this.agent.close();
	}

	@Test
	void windowsOfAKilledJvmAreDeliveredOnceByTheNext() throws Exception {
		ForkedJvm killed = start("1.0");
		this.agent.awaitUploads(1, PLENTY);
		this.agent.respondWith(500);
		await().atMost(PLENTY)
			.until(() -> uploads().stream().map(ProfileUpload::start).distinct().count() >= 3 && hasUnfinishedWindow());
		killed.kill();
		List<TimeWindow> undelivered = undelivered();
		assertThat(undelivered).hasSizeGreaterThanOrEqualTo(2);
		assertThat(undelivered).as("what was recorded until the last flush").last().satisfies((window) -> {
			Chunk last = lastCompleteChunk();
			assertThat(window.end()).isEqualTo(last.window().end());
			assertThat(TakenOverRun.scan(last.file(), last.offset() + last.size())).isEmpty();
		});
		List<ProfileUpload> before = accepted((upload) -> true);
		this.agent.respondWith(200);

		// both at once: one of them takes the directory
		start("2.0");
		start("2.0");
		await().atMost(PLENTY)
			.until(() -> accepted(KilledDeliveryTests::isOld).size() == before.size() + undelivered.size());
		await().atMost(PLENTY).until(() -> runs().size() == 2);

		List<ProfileUpload> delivered = accepted(KilledDeliveryTests::isOld);
		delivered.forEach(ProfileUpload::assertConforms);
		assertThat(delivered).hasSize(before.size() + undelivered.size());
		assertThat(delivered.subList(before.size(), delivered.size()))
			.extracting((upload) -> new TimeWindow(upload.start().minusNanos(1), upload.end()))
			.containsExactlyElementsOf(undelivered);
		for (int i = 1; i < delivered.size(); i++) {
			assertThat(delivered.get(i).start()).isEqualTo(delivered.get(i - 1).end().plusNanos(1));
		}
		Map<String, String> tags = delivered.get(0).tags();
		assertThat(delivered).allSatisfy((upload) -> {
			assertThat(upload.tags()).containsEntry("team", "shop")
				.containsEntry("runtime-id", tags.get("runtime-id"))
				.containsEntry("process_id", tags.get("process_id"));
			assertThat(upload.pprof().totalOf("cpu-time", "io.ddprofiling.DeliveringApplication.main")).isPositive();
		});
		await().atMost(PLENTY).until(() -> !accepted((upload) -> !isOld(upload)).isEmpty());
		assertThat(accepted((upload) -> !isOld(upload))).extracting((upload) -> upload.tags().get("runtime-id"))
			.doesNotContain(tags.get("runtime-id"));
	}

	@Test
	void chunksThatWereNotListedAreFoundInTheRecording() throws Exception {
		this.agent.respondWith(500);
		ForkedJvm killed = start("1.0");
		await().atMost(PLENTY)
			.until(() -> !uploads().isEmpty() && hasUnfinishedWindow() && Files.readAllLines(newestIndex()).size() > 6);
		killed.kill();
		List<TimeWindow> listed = undelivered();
		Path index = newestIndex();
		List<String> lines = Files.readAllLines(index);
		assertThat(lines).hasSizeGreaterThan(6);
		Files.write(index, lines.subList(0, lines.size() - 4));

		List<TimeWindow> found = undelivered();

		TimeWindow last = found.get(found.size() - 1);
		Instant end = listed.get(listed.size() - 1).end();
		assertThat(last.end()).isBetween(end.minusSeconds(1), end.plusSeconds(1));
		for (int i = 1; i < found.size(); i++) {
			assertThat(found.get(i).start()).isEqualTo(found.get(i - 1).end());
		}
		this.agent.respondWith(200);
		start("2.0");
		await().atMost(PLENTY).until(() -> accepted(KilledDeliveryTests::isOld).size() == found.size());
		accepted(KilledDeliveryTests::isOld).forEach(ProfileUpload::assertConforms);
	}

	private ForkedJvm start(String version) throws IOException {
		ForkedJvm application = ForkedJvm.start(this.directory.resolve("output-" + this.applications.size()),
				DeliveringApplication.class, this.agent.url(), store(), version);
		this.applications.add(application);
		return application;
	}

	private Path store() {
		return this.directory.resolve("store");
	}

	private List<Path> runs() throws IOException {
		try (Stream<Path> children = Files.list(store())) {
			return children.filter((child) -> child.getFileName().toString().startsWith("run-")).toList();
		}
	}

	// a chunk after the last window
	private boolean hasUnfinishedWindow() throws IOException {
		Path index = newestIndex();
		return Files.readString(index).lines().reduce((first, second) -> second).get().startsWith("chunk");
	}

	private Path newestIndex() throws IOException {
		try (Stream<Path> files = Files.list(runs().get(0))) {
			return files.filter((file) -> file.toString().endsWith(".index"))
				.max(Comparator.naturalOrder())
				.orElseThrow();
		}
	}

	// as this process would take them over
	private List<TimeWindow> undelivered() throws IOException {
		AbandonedRun run = takeOver();
		try {
			return new TakenOverRun(run, new ProfileReader(), Duration.ofMinutes(5)).undelivered("datadog")
				.stream()
				.map(RecordedWindow::window)
				.toList();
		}
		finally {
			run.close();
		}
	}

	private Chunk lastCompleteChunk() throws IOException {
		AbandonedRun run = takeOver();
		try {
			List<List<Chunk>> windows = run.undelivered("datadog");
			List<Chunk> last = windows.get(windows.size() - 1);
			return last.get(last.size() - 1);
		}
		finally {
			run.close();
		}
	}

	private AbandonedRun takeOver() throws IOException {
		AbandonedRun run = AbandonedRun.takeOver(store(), LIKE, List.of("datadog"), TakenOverRun::scan);
		assertThat(run).isNotNull();
		return run;
	}

	private List<ProfileUpload> uploads() {
		return this.agent.uploads().stream().map(ProfileUpload::parse).toList();
	}

	private List<ProfileUpload> accepted(Predicate<ProfileUpload> wanted) {
		return this.agent.accepted().stream().map(ProfileUpload::parse).filter(wanted).toList();
	}

	private static boolean isOld(ProfileUpload upload) {
		return "1.0".equals(upload.tags().get("version"));
	}

}
