package io.ddprofiling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ExporterStatus.Deliveries;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.PprofFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Profiler#pause()} and {@link Profiler#resume()} with the real
 * recorder.
 */
class PauseTests {

	private static final Duration PLENTY = Duration.ofSeconds(20);

	private static final Duration HOUR = Duration.ofHours(1);

	@TempDir
	private Path directory;

	private Profiler profiler;

	private Work work;

	@BeforeEach
	void work() {
		this.work = new Work();
	}

	@AfterEach
	void stop() {
		this.work.close();
		if (this.profiler != null) {
			this.profiler.close();
		}
		Threads.assertGone();
	}

	@Test
	void nothingIsSampledDuringAPause() throws IOException {
		start(builder());
		await().atMost(PLENTY).until(() -> cpuSamples() > 0);

		this.profiler.pause();

		assertThat(Footprint.isSampling()).isFalse();
		ProfilerStatus status = this.profiler.status();
		assertThat(status.state()).isEqualTo(ProfilerState.PAUSED);
		assertThat(status.reason()).isEqualTo("paused on request, until it is resumed on request");
		assertThat(status.since()).isBetween(status.store().covered().end(), Instant.now());
		assertThat(this.profiler.isRunning()).isTrue();
		assertThat(recordings()).hasSize(1);
		this.profiler.resume();
		Footprint.awaitSampling(true);
		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
		assertThat(this.profiler.status().reason()).isNull();
		assertThat(recordings()).hasSize(2);
	}

	@Test
	void whatWasRecordedBeforeIsStillShown() {
		start(builder());
		await().atMost(PLENTY).until(() -> cpuSamples() > 0);
		this.profiler.pause();
		TimeWindow paused = this.profiler.status().store().covered();
		long samples = cpuSamples();
		waitUntil(Instant.now().plusMillis(600));

		Snapshot snapshot = this.profiler.snapshot(HOUR);

		assertThat(snapshot.window()).isEqualTo(paused);
		assertThat(samples).isPositive();
		assertThat(cpuSamples()).isEqualTo(samples);
		assertThat(snapshot.recording().size()).isPositive();
	}

	@Test
	void snapshotAcrossAPauseTellsHowMuchWasRecorded() throws IOException {
		start(builder());
		Duration before = pauseForASecond();
		this.profiler.resume();
		Instant resumed = this.profiler.status().since();
		waitUntil(resumed.plusMillis(1100));

		Snapshot snapshot = this.profiler.snapshot(HOUR);

		Profile profile = snapshot.profile(EnumSet.of(ProfileType.CPU));
		assertThat(profile.window()).isEqualTo(snapshot.window());
		assertThat(profile.recorded()).isBetween(before.plus(Duration.between(resumed, snapshot.window().end())),
				snapshot.window().duration().minusMillis(900));
		PprofFile pprof = PprofFile.parse(SnapshotFormat.PPROF.encode(snapshot, EnumSet.of(ProfileType.CPU)));
		assertThat(pprof.duration()).isEqualTo(profile.recorded());
	}

	@Test
	void uploadedWindowsLeaveThePauseOut() throws IOException {
		Path prefix = this.directory.resolve("orders");
		start(builder().outputPrefix(prefix).uploadPeriod(HOUR));
		Duration before = pauseForASecond();
		this.profiler.resume();
		this.profiler.stop();

		List<PprofFile> profiles;
		try (Stream<Path> files = Files.list(this.directory)) {
			profiles = files.filter((file) -> file.toString().endsWith(".pprof"))
				.map(PauseTests::parse)
				.sorted(Comparator.comparing(PprofFile::start))
				.toList();
		}
		assertThat(profiles).hasSize(2);
		assertThat(profiles.get(0).duration()).isEqualTo(before);
		assertThat(profiles.get(1).start()).isAfter(profiles.get(0).start().plus(before).plusMillis(900));
	}

	@Test
	void windowsThatWaitForTheAgentAreDeliveredDuringAPause() {
		try (FakeAgent agent = new FakeAgent()) {
			agent.respondWith(503);
			start(builder().uploadMode(UploadMode.ALWAYS).agentUrl(agent.url()).uploadPeriod(Duration.ofSeconds(1)));
			await().atMost(PLENTY).until(() -> this.profiler.exporters().get(0).pending() > 0);
			this.profiler.pause();

			agent.respondWith(200);

			await().atMost(PLENTY).until(() -> this.profiler.exporters().get(0).pending() == 0);
			assertThat(this.profiler.exporters()
				.get(0)
				.outcomes()
				.getOrDefault(Outcome.DELIVERED, Deliveries.NONE)
				.count()).isPositive();
			assertThat(this.profiler.exporters().get(0).dropped()).isZero();
			assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.PAUSED);
		}
	}

	@Test
	void pauseAndResumeTwiceAreLikeOnce() throws IOException {
		start(builder());
		this.profiler.resume();
		assertThat(recordings()).hasSize(1);
		this.profiler.pause();
		Instant since = this.profiler.status().since();

		this.profiler.pause();
		assertThat(this.profiler.status().since()).isEqualTo(since);
		this.profiler.resume();
		this.profiler.resume();

		assertThat(recordings()).hasSize(2);
	}

	@Test
	void pausedProfilerCanBeStoppedAndStartedAgain() {
		start(builder());
		String first = this.profiler.status().identity().runtimeId();
		this.profiler.pause();

		this.profiler.stop();
		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.STOPPED);
		this.profiler.start();

		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
		assertThat(this.profiler.status().identity().runtimeId()).isNotEqualTo(first);
	}

	@Test
	void onlyARunningProfilerCanBePausedOrResumed() {
		this.profiler = builder().build();
		Profiler disabled = builder().disabled("dd.profiling.enabled is false").build();

		assertThatExceptionOfType(ProfilerUnavailableException.class).isThrownBy(this.profiler::pause)
			.withMessage("The profiler is stopped: not started");
		assertThatExceptionOfType(ProfilerUnavailableException.class).isThrownBy(this.profiler::resume);
		assertThatExceptionOfType(ProfilerUnavailableException.class).isThrownBy(disabled::pause)
			.withMessage("The profiler is disabled: dd.profiling.enabled is false");
	}

	private Duration pauseForASecond() {
		waitUntil(Instant.now().plusMillis(1100));
		this.profiler.pause();
		TimeWindow covered = this.profiler.status().store().covered();
		waitUntil(covered.end().plusSeconds(1));
		return covered.duration();
	}

	private void start(ProfilerBuilder builder) {
		this.profiler = builder.build();
		this.profiler.start();
		assertThat(this.profiler.status().state()).as(this.profiler.status().reason()).isEqualTo(ProfilerState.RUNNING);
	}

	private ProfilerBuilder builder() {
		return LocalProfiler.builder(this.directory.resolve("store"));
	}

	private long cpuSamples() {
		return this.profiler.snapshot(HOUR).profile(EnumSet.of(ProfileType.CPU)).samples(ProfileType.CPU);
	}

	private List<Path> recordings() throws IOException {
		try (Stream<Path> files = Files.list(Path.of(this.profiler.status().storeDirectory()))) {
			return files.filter((file) -> file.getFileName().toString().matches("recording-\\d+\\.jfr")).toList();
		}
	}

	private static PprofFile parse(Path file) {
		try {
			return PprofFile.parse(Files.readAllBytes(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void waitUntil(Instant instant) {
		await().atMost(PLENTY).until(() -> Instant.now().isAfter(instant));
	}

}
