package io.ddprofiling;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.transport.HttpRequest;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.testsupport.ProfileUpload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Delivers to an agent that does whatever an agent can do, in random order, and stops and
 * starts meanwhile, while requests are answered that must not notice. The same order
 * again with {@code -Dchaos.seed=}, longer with {@code -Dchaos.uploads=1000}.
 */
class DeliveryChaosTests {

	private static final long SEED = Long.getLong("chaos.seed", 20260101L);

	private static final int UPLOADS = Integer.getInteger("chaos.uploads", 30);

	private static final Duration PLENTY = Duration.ofSeconds(60);

	private static final long STORE = 8L * 1024 * 1024;

	@TempDir
	private Path directory;

	@Test
	void eachWindowArrivesOnceInTheEnd() throws Exception {
		System.out.println("chaos.seed=" + SEED + " chaos.uploads=" + UPLOADS);
		try (ChaosAgent agent = new ChaosAgent(SEED);
				Work work = new Work();
				RequestServer requests = new RequestServer();
				Profiler profiler = profiler(agent)) {
			profiler.start();
			awaitUploads(agent, profiler, UPLOADS / 2);
			assertMemoryIsBounded(profiler);
			profiler.stop();
			profiler.start();
			awaitUploads(agent, profiler, UPLOADS);
			assertMemoryIsBounded(profiler);
			agent.calm();
			await().atMost(PLENTY).until(() -> exporter(profiler).pending() == 0 && arrived(agent).size() == 2);
			profiler.stop();
			requests.end();

			assertThat(requests.trouble()).isNull();
			assertThat(requests.answered()).as("requests").isGreaterThan(100).isEqualTo(requests.sent());
			assertThat(requests.waits()).as("waits of requests in our code").isZero();
			assertThat(agent.moods()).as("a bit of everything").hasSize(ChaosAgent.Mood.values().length);
			agent.accepted().forEach(ProfileUpload::assertConforms);
			long gaps = arrived(agent).stream().mapToLong(DeliveryChaosTests::assertEachOnce).sum();
			assertThat(gaps).as("what was recorded arrived").isLessThanOrEqualTo(profiler.counters().lostRecordings());
			assertThat(exporter(profiler).dropped()).isZero();
		}
		Threads.assertGone();
		assertThat(this.directory.resolve("store")).isEmptyDirectory();
	}

	private void awaitUploads(ChaosAgent agent, Profiler profiler, int count) {
		await().atMost(Duration.ofSeconds(10L * UPLOADS)).until(() -> {
			assertThat(Threads.ofProfiler()).as("four, and those that are about to end").hasSizeLessThanOrEqualTo(8);
			assertThat(bytes(this.directory.toFile())).isLessThan(2 * STORE);
			return agent.moods().values().stream().mapToInt(Integer::intValue).sum() >= count;
		});
	}

	// windows wait as ranges of files; what was read of them is all that is large
	private static void assertMemoryIsBounded(Profiler profiler) {
		int before = exporter(profiler).pending();
		LiveObjects live = LiveObjects.count();
		assertThat(live.of(ExporterStatus.class)).isPositive();
		assertThat(live.of(Profile.class)).as("two that are kept, one that is read, one that is delivered")
			.isLessThanOrEqualTo(4);
		assertThat(live.of(HttpRequest.class)).as("one that is sent, or is given up").isLessThanOrEqualTo(2);
		assertThat(live.of("io.ddprofiling.export.PendingWindow")).as("the backlog, and what has just come or gone")
			.isLessThanOrEqualTo(Math.max(before, exporter(profiler).pending()) + 2);
		assertThat(profiler.status().store().bytes()).isLessThanOrEqualTo(STORE);
	}

	private Profiler profiler(ChaosAgent agent) {
		return Profiler.plainBuilder()
			.service("chaos")
			.storeDirectory(this.directory.resolve("store"))
			.storeMaxBytes(STORE)
			.agentUrl(agent.url())
			.uploadPeriod(Duration.ofSeconds(1))
			.uploadTimeout(Duration.ofSeconds(4))
			.cutInterval(Duration.ofSeconds(1))
			.build();
	}

	// each run's, those that were given up because of a 413 among them
	private static List<List<ProfileUpload>> arrived(ChaosAgent agent) {
		Map<String, List<ProfileUpload>> runs = new LinkedHashMap<>();
		Stream.concat(agent.accepted().stream(), agent.refused().stream())
			.sorted(Comparator.comparing(ProfileUpload::start))
			.forEach((upload) -> runs.computeIfAbsent(upload.tags().get("runtime-id"), (id) -> new ArrayList<>())
				.add(upload));
		return List.copyOf(runs.values());
	}

	// windows touch, but where the recording was broken off
	private static long assertEachOnce(List<ProfileUpload> uploads) {
		assertThat(uploads).hasSizeGreaterThan(3);
		long gaps = 0;
		for (int i = 1; i < uploads.size(); i++) {
			assertThat(uploads.get(i).start()).isAfterOrEqualTo(uploads.get(i - 1).end());
			gaps += uploads.get(i).start().equals(uploads.get(i - 1).end().plusNanos(1)) ? 0 : 1;
		}
		return gaps;
	}

	private static ExporterStatus exporter(Profiler profiler) {
		return profiler.exporters().get(0);
	}

	// while files come and go
	private static long bytes(File file) {
		File[] children = file.listFiles();
		return (children != null) ? Stream.of(children).mapToLong(DeliveryChaosTests::bytes).sum() : file.length();
	}

}
