package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.datadog.PayloadConvention;
import io.ddprofiling.export.datadog.UploadFormat;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.JfrTool;
import io.ddprofiling.testsupport.ProfileUpload;
import io.ddprofiling.testsupport.UnixSocketAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The conformance checklist for uploads, with a real recording and an agent that looks
 * closely.
 */
class ProfilerUploadTests {

	private static final Duration PLENTY = Duration.ofSeconds(30);

	private static final Duration PERIOD = Duration.ofSeconds(2);

	private final FakeAgent agent = new FakeAgent();

	private final Work work = new Work();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.work.close();
		this.agent.close();
	}

	@Test
	void pprofUploadsConform() {
		ProfilerBuilder builder = builder(UploadFormat.PPROF);
		EnvironmentSettings.apply(Map.of("DD_SERVICE", "checkout", "DD_ENV", "staging", "DD_VERSION", "1.2.3",
				"DD_TAGS", "team:shop,az:eu-1a", "DD_PROFILING_TAGS", "az:eu-1b")::get, builder);

		List<ProfileUpload> uploads = uploadsOfTwoRuns(builder);

		assertThat(uploads).allSatisfy((upload) -> {
			assertThat(upload.family()).isEqualTo("python");
			assertThat(upload.tags()).containsEntry("service", "checkout")
				.containsEntry("env", "staging")
				.containsEntry("version", "1.2.3")
				.containsEntry("team", "shop")
				.containsEntry("az", "eu-1b")
				.containsEntry("process_id", Long.toString(ProcessHandle.current().pid()));
			assertThat(Duration.between(upload.pprof().start(), upload.start())).isBetween(Duration.ZERO,
					Duration.ofNanos(1));
			assertThat(upload.pprof().duration()).isEqualTo(Duration.between(upload.pprof().start(), upload.end()));
		});
		assertThat(uploads.get(1).pprof().totalOf("cpu-time", "io.ddprofiling.Work.burn")).isPositive();
	}

	@Test
	void jfrUploadsConform() throws IOException {
		List<ProfileUpload> uploads = uploadsOfTwoRuns(builder(UploadFormat.JFR));

		for (ProfileUpload upload : uploads) {
			assertThat(upload.family()).isEqualTo("java");
			assertThat(upload.tags()).containsEntry("service", "orders").doesNotContainKeys("env", "version");
			Path recording = Files.write(this.directory.resolve("main.jfr"), upload.attachment("main.jfr"));
			assertThat(JfrTool.summary(recording).get("jdk.ExecutionSample")).isPositive();
		}
	}

	@Test
	void emptyWindowIsNotUploaded() {
		ProfilerBuilder builder = builder(UploadFormat.PPROF).uploadPeriod(Duration.ofSeconds(1));
		EnumSet.complementOf(EnumSet.of(ProfileType.LOCK)).forEach((type) -> builder.type(type, false));
		try (Profiler profiler = builder.lockInterval(Duration.ofSeconds(10)).build()) {
			profiler.start();

			await().atMost(PLENTY)
				.until(() -> exporter(profiler).outcomes().containsKey(Outcome.EMPTY)
						&& exporter(profiler).outcomes().get(Outcome.EMPTY).count() >= 2);
		}
		assertThat(this.agent.requests()).isEmpty();
	}

	@Test
	void unixSocketWorksTheSame() {
		try (UnixSocketAgent socketAgent = new UnixSocketAgent(this.directory.resolve("apm.socket"));
				Profiler profiler = builder(UploadFormat.PPROF).agentUrl(socketAgent.url())
					.uploadPeriod(Duration.ofSeconds(1))
					.build()) {
			profiler.start();
			socketAgent.awaitUploads(2, PLENTY);
			profiler.stop();

			List<ProfileUpload> uploads = socketAgent.uploads().stream().map(ProfileUpload::parse).toList();
			uploads.forEach(ProfileUpload::assertConforms);
			assertContiguous(uploads);
		}
	}

	@Test
	void snapshotsDoNotDisturbTheUploads() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(4);
		try (Profiler profiler = builder(UploadFormat.PPROF).uploadPeriod(Duration.ofSeconds(1)).build()) {
			profiler.start();
			this.agent.awaitUploads(1, PLENTY);
			List<Future<Snapshot>> snapshots = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				snapshots.add(callers.submit(() -> read(profiler.snapshot(Duration.ofSeconds(1)))));
			}
			for (Future<Snapshot> snapshot : snapshots) {
				assertThat(snapshot.get(30, TimeUnit.SECONDS).window().duration())
					.isLessThanOrEqualTo(Duration.ofSeconds(1));
			}
			this.agent.awaitUploads(this.agent.uploads().size() + 2, PLENTY);
			profiler.stop();

			List<ProfileUpload> uploads = this.agent.uploads().stream().map(ProfileUpload::parse).toList();
			uploads.forEach(ProfileUpload::assertConforms);
			assertContiguous(uploads);
			assertThat(profiler.counters().lostRecordings()).isZero();
		}
		finally {
			callers.shutdownNow();
		}
	}

	private static Snapshot read(Snapshot snapshot) throws IOException {
		for (SnapshotFormat format : SnapshotFormat.values()) {
			assertThat(format.encode(snapshot, EnumSet.of(ProfileType.CPU))).isNotEmpty();
		}
		return snapshot;
	}

	private List<ProfileUpload> uploadsOfTwoRuns(ProfilerBuilder builder) {
		try (Profiler profiler = builder.build()) {
			profiler.start();
			this.agent.awaitUploads(3, PLENTY);
			profiler.stop();
			List<ProfileUpload> first = this.agent.uploads().stream().map(ProfileUpload::parse).toList();
			profiler.start();
			this.agent.awaitUploads(first.size() + 1, PLENTY);
			profiler.stop();
			List<ProfileUpload> all = this.agent.uploads().stream().map(ProfileUpload::parse).toList();

			all.forEach(ProfileUpload::assertConforms);
			assertContiguous(first);
			assertThat(first.subList(1, 3)).extracting(ProfilerUploadTests::length)
				.allMatch((length) -> length.minus(PERIOD).abs().compareTo(Duration.ofSeconds(1)) < 0);
			String runtimeId = first.get(0).tags().get("runtime-id");
			assertThat(first).allMatch((upload) -> upload.tags().get("runtime-id").equals(runtimeId));
			assertThat(all.subList(first.size(), all.size())).isNotEmpty()
				.noneMatch((upload) -> upload.tags().get("runtime-id").equals(runtimeId));
			return all;
		}
	}

	private static void assertContiguous(List<ProfileUpload> uploads) {
		for (int i = 1; i < uploads.size(); i++) {
			assertThat(Duration.between(uploads.get(i - 1).end(), uploads.get(i).start()))
				.isBetween(Duration.ofNanos(1), Duration.ofMillis(50));
		}
	}

	private static Duration length(ProfileUpload upload) {
		return Duration.between(upload.start(), upload.end());
	}

	private static ExporterStatus exporter(Profiler profiler) {
		return profiler.status().exporters().get(0);
	}

	private ProfilerBuilder builder(UploadFormat format) {
		return Profiler.plainBuilder()
			.service("orders")
			.storeDirectory(this.directory.resolve("store"))
			.agentUrl(this.agent.url())
			.payload(PayloadConvention.of(format))
			.uploadPeriod(PERIOD)
			.cutInterval(Duration.ofSeconds(1));
	}

}
