package io.ddprofiling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.recorder.TypeStatus;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.Garbage;
import io.ddprofiling.testsupport.PprofFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

class ProfilerTests {

	private static final Duration PLENTY = Duration.ofSeconds(20);

	@TempDir
	private Path directory;

	private Profiler profiler;

	@AfterEach
	void stopProfiler() {
		if (this.profiler != null) {
			this.profiler.close();
		}
		Threads.assertGone();
		assertThat(System.getProperty("io.ddprofiling.running")).isNull();
	}

	@Test
	void isStoppedUntilItIsStarted() {
		this.profiler = builder().build();

		assertThat(this.profiler.isRunning()).isFalse();
		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.STOPPED);
		assertThat(this.profiler.status().reason()).isEqualTo("not started");
		assertThat(this.profiler.status().types()).hasSameSizeAs(ProfileType.values())
			.allSatisfy((type) -> assertThat(type.effective()).isEqualTo(TypeStatus.OFF));
		assertThatExceptionOfType(ProfilerUnavailableException.class)
			.isThrownBy(() -> this.profiler.snapshot(Duration.ofSeconds(1)))
			.withMessage("The profiler is stopped: not started");
		assertThat(this.directory.resolve("store")).doesNotExist();
	}

	@Test
	void statusTellsWhatIsRecorded() {
		this.profiler = builder().env("prod").version("1").type(ProfileType.LOCK, false).build();
		this.profiler.start();

		ProfilerStatus status = this.profiler.status();
		assertThat(status.state()).isEqualTo(ProfilerState.RUNNING);
		assertThat(status.reason()).isNull();
		assertThat(status.engine()).startsWith("async-profiler ");
		assertThat(status.identity().service()).isEqualTo("orders");
		assertThat(status.identity().processId()).isEqualTo(ProcessHandle.current().pid());
		assertThat(status.types()).extracting(TypeStatus::type).containsExactly(ProfileType.values());
		assertThat(status.types().get(ProfileType.LOCK.ordinal()).reason()).isEqualTo("switched off");
		assertThat(Path.of(status.storeDirectory())).isDirectory();
		assertThat(status.hints()).isEmpty();
		assertThat(status.exporters()).isEmpty();
	}

	@Test
	void startTwiceIsLikeStartingOnce() {
		this.profiler = builder().build();
		this.profiler.start();
		String runtimeId = this.profiler.status().identity().runtimeId();

		this.profiler.start();

		assertThat(this.profiler.status().identity().runtimeId()).isEqualTo(runtimeId);
		assertThat(this.profiler.isRunning()).isTrue();
	}

	@Test
	void stopTwiceIsLikeStoppingOnce() {
		this.profiler = builder().build();
		this.profiler.stop();
		this.profiler.start();

		this.profiler.stop();
		this.profiler.stop();

		assertThat(this.profiler.isRunning()).isFalse();
		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.STOPPED);
		assertThat(this.profiler.status().reason()).isEqualTo("stopped");
	}

	@Test
	void restartIsANewRun() throws IOException {
		this.profiler = builder().build();
		this.profiler.start();
		String first = this.profiler.status().identity().runtimeId();
		this.profiler.stop();

		this.profiler.start();

		assertThat(this.profiler.status().identity().runtimeId()).isNotEqualTo(first);
		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
		try (Work work = new Work()) {
			await().atMost(PLENTY).until(() -> cpuSamples() > 0);
		}
		assertThat(runDirectories()).hasSize(1);
	}

	@Test
	void secondProfilerIsRefusedAndTheFirstGoesOn() {
		this.profiler = builder().build();
		this.profiler.start();
		Profiler second = builder().service("other").build();

		assertThatIllegalStateException().isThrownBy(second::start)
			.withMessageStartingWith("A profiler is already running in this JVM (service 'orders', since ");
		assertThat(second.status().state()).isEqualTo(ProfilerState.UNAVAILABLE);
		assertThat(second.status().reason()).contains("already running");
		second.stop();

		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
		assertThat(this.profiler.snapshot(Duration.ofSeconds(1)).window().duration()).isPositive();
		this.profiler.stop();
		second.start();
		assertThat(second.status().state()).isEqualTo(ProfilerState.RUNNING);
		second.stop();
	}

	@Test
	void disabledProfilerNeverStarts() {
		this.profiler = builder().disabled("dd.profiling.enabled is false").build();

		this.profiler.start();

		assertThat(this.profiler.isRunning()).isFalse();
		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.DISABLED);
		assertThat(this.profiler.status().reason()).isEqualTo("dd.profiling.enabled is false");
		Threads.assertGone();
		assertThatExceptionOfType(ProfilerUnavailableException.class)
			.isThrownBy(() -> this.profiler.snapshot(Duration.ofSeconds(1)))
			.withMessage("The profiler is disabled: dd.profiling.enabled is false");
	}

	@Test
	void storeDirectoryThatIsAFileMakesItUnavailable() throws IOException {
		Files.createFile(this.directory.resolve("store"));
		this.profiler = builder().build();
		try (CapturedLog log = new CapturedLog()) {
			this.profiler.start();

			assertThat(log.warnings()).singleElement().asString().contains("runs without profiles", "store");
		}
		assertThat(this.profiler.isRunning()).isFalse();
		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.UNAVAILABLE);
		assertThat(this.profiler.status().reason()).contains("is not a directory");
		assertThatExceptionOfType(ProfilerUnavailableException.class)
			.isThrownBy(() -> this.profiler.snapshot(Duration.ofSeconds(1)))
			.withMessageContaining("is not a directory");
	}

	@Test
	void startCanBeTriedAgainWhenTheCauseIsGone() throws IOException {
		Path obstacle = Files.createFile(this.directory.resolve("store"));
		this.profiler = builder().build();
		this.profiler.start();
		Files.delete(obstacle);

		this.profiler.start();

		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
	}

	@Test
	void nothingToRecordMakesItUnavailable() {
		ProfilerBuilder builder = builder();
		EnumSet.allOf(ProfileType.class).forEach((type) -> builder.type(type, false));
		this.profiler = builder.build();

		this.profiler.start();

		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.UNAVAILABLE);
		assertThat(this.profiler.status().reason()).contains("no profile type is enabled");
		assertThat(runDirectories()).isEmpty();
	}

	@Test
	void threadsAreNamedDaemons() {
		this.profiler = builder().build();
		this.profiler.start();

		await().atMost(PLENTY)
			.untilAsserted(
					() -> assertThat(Threads.ofProfiler()).extracting(Thread::getName).contains("dd-profiling-export"));
		assertThat(Threads.ofProfiler()).allMatch(Thread::isDaemon);
	}

	@Test
	void nobodyWaitsForAStop() throws InterruptedException {
		try (FakeAgent agent = new FakeAgent()) {
			agent.hang();
			this.profiler = builder().uploadMode(UploadMode.ALWAYS).agentUrl(agent.url()).build();
			this.profiler.start();
			Garbage.make(20);
			Thread stopping = new Thread(this.profiler::stop);
			stopping.start();
			await().atMost(PLENTY).until(() -> !this.profiler.isRunning());

			ProfilerStatus status = this.profiler.status();
			assertThatExceptionOfType(ProfilerUnavailableException.class)
				.isThrownBy(() -> this.profiler.snapshot(Duration.ofSeconds(1)))
				.withMessage("The profiler is stopped: it is being stopped");
			assertThatExceptionOfType(ProfilerUnavailableException.class).isThrownBy(this.profiler::pause);
			assertThatExceptionOfType(ProfilerUnavailableException.class).isThrownBy(this.profiler::resume);
			assertThat(this.profiler.droppedChunks()).isZero();
			assertThat(stopping.isAlive()).as("the agent still lets it wait").isTrue();

			assertThat(status.state()).isEqualTo(ProfilerState.STOPPED);
			assertThat(status.reason()).isEqualTo("it is being stopped");
			stopping.join(PLENTY.toMillis());
			assertThat(this.profiler.status().reason()).isEqualTo("stopped");
			assertThat(this.profiler.status().since()).isEqualTo(status.since());
		}
	}

	@Test
	void startDuringAStopBeginsWhenItHasEnded() throws InterruptedException {
		try (FakeAgent agent = new FakeAgent()) {
			agent.hang();
			this.profiler = builder().uploadMode(UploadMode.ALWAYS).agentUrl(agent.url()).build();
			this.profiler.start();
			String first = this.profiler.status().identity().runtimeId();
			Garbage.make(20);
			Thread stopping = new Thread(this.profiler::stop);
			stopping.start();
			await().atMost(PLENTY).until(() -> !this.profiler.isRunning());
			Thread starting = new Thread(this.profiler::start);
			starting.start();
			starting.join(PLENTY.toMillis());

			assertThat(stopping.isAlive()).isFalse();
			assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
			assertThat(this.profiler.status().identity().runtimeId()).isNotEqualTo(first);
			agent.reset();
		}
	}

	@Test
	void stopClosesEverything() {
		this.profiler = builder().build();
		this.profiler.start();
		Path store = this.directory.resolve("store");
		assertThat(Footprint.descriptors(store)).isNotEmpty();
		assertThat(Footprint.isSampling()).isTrue();

		this.profiler.stop();

		Footprint.assertGone(store);
	}

	@Test
	void stopDeletesTheRecordings() {
		this.profiler = builder().build();
		this.profiler.start();
		assertThat(runDirectories()).hasSize(1);

		this.profiler.stop();

		assertThat(runDirectories()).isEmpty();
		assertThat(this.profiler.status().storeDirectory()).isNull();
	}

	@Test
	void snapshotShowsWhatTheApplicationDid() throws IOException {
		this.profiler = builder().build();
		this.profiler.start();
		try (Work work = new Work()) {
			await().atMost(PLENTY).until(() -> cpuSamples() >= 20);
		}

		Snapshot snapshot = this.profiler.snapshot(Duration.ofMinutes(1));

		PprofFile pprof = PprofFile.parse(SnapshotFormat.PPROF.encode(snapshot, EnumSet.of(ProfileType.CPU)));
		assertThat(pprof.totalOf("cpu", "io.ddprofiling.Work.burn")).isPositive();
		assertThat(snapshot.identity()).isEqualTo(this.profiler.status().identity());
	}

	@Test
	void snapshotCoversWhatWasAskedForOrWhatIsStored() {
		this.profiler = builder().build();
		this.profiler.start();
		await().atMost(PLENTY)
			.until(() -> this.profiler.snapshot(Duration.ofSeconds(30)).window().duration().toMillis() > 1000);

		Snapshot all = this.profiler.snapshot(Duration.ofSeconds(Long.MAX_VALUE));
		Snapshot last = this.profiler.snapshot(Duration.ofMillis(700));

		assertThat(last.window().duration()).isEqualTo(Duration.ofMillis(700));
		assertThat(all.window().duration()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
		assertThat(all.window().start()).isEqualTo(this.profiler.status().store().covered().start());
		Profile profile = last.profile(EnumSet.of(ProfileType.CPU));
		assertThat(profile.window()).isEqualTo(last.window());
	}

	@Test
	void snapshotOfNoTimeIsRefused() {
		this.profiler = builder().build();

		assertThatIllegalArgumentException().isThrownBy(() -> this.profiler.snapshot(Duration.ZERO))
			.withMessageStartingWith("'last' must be positive");
		assertThatIllegalArgumentException().isThrownBy(() -> this.profiler.snapshot(Duration.ofSeconds(-1)));
	}

	@Test
	void interruptedCallerDoesNotBreakTheRecording() {
		this.profiler = builder().cutInterval(Duration.ofMinutes(1)).build();
		this.profiler.start();
		await().atMost(PLENTY).until(() -> this.profiler.status().store().covered().end().isBefore(halfASecondAgo()));
		long cuts = this.profiler.counters().cuts();

		Thread.currentThread().interrupt();
		Throwable thrown = catchThrowable(() -> this.profiler.snapshot(Duration.ofSeconds(1)));

		assertThat(Thread.interrupted()).isTrue();
		if (thrown != null) {
			assertThat(thrown).isInstanceOf(ProfilerUnavailableException.class)
				.hasMessage("The wait for the recorder was interrupted");
		}
		await().atMost(PLENTY).until(() -> this.profiler.counters().cuts() > cuts);
		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
		assertThat(this.profiler.counters().lostRecordings()).isZero();
	}

	@Test
	void windowsAreWrittenToADirectoryThoughTheAgentHangs() throws IOException {
		try (FakeAgent agent = new FakeAgent(); Work work = new Work()) {
			agent.hang();
			this.profiler = builder().uploadMode(UploadMode.ALWAYS)
				.agentUrl(agent.url())
				.uploadPeriod(Duration.ofSeconds(1))
				.outputPrefix(this.directory.resolve("orders"))
				.build();
			this.profiler.start();

			await().atMost(PLENTY).until(() -> profiles().size() >= 3);
			this.profiler.stop();
		}
		PprofFile first = PprofFile.parse(Files.readAllBytes(profiles().get(0)));
		assertThat(first.total("cpu")).isPositive();
	}

	@Test
	void withoutAgentItSaysWhyNothingIsUploaded() {
		this.profiler = builder().uploadMode(UploadMode.AUTO).build();
		this.profiler.start();

		ExporterStatus status = this.profiler.status().exporters().get(0);
		assertThat(status.name()).isEqualTo("datadog");
		assertThat(status.idleReason()).contains("no agent is configured or found");
	}

	@Test
	void problemsAndHintsAreInTheStatus() {
		this.profiler = builder().problem("DD_X is not used").build();

		assertThat(this.profiler.status().problems()).containsExactly("DD_X is not used");
		assertThat(this.profiler.status().hints()).hasSize(2);
	}

	@Test
	void uploadUrlIsShownWithoutSecrets() {
		this.profiler = builder().uploadMode(UploadMode.AUTO)
			.profileUrl(URI.create("http://me:secret@localhost:1/in?key=hidden"))
			.build();
		this.profiler.start();

		await().atMost(PLENTY).until(() -> this.profiler.status().exporters().get(0).target() != null);
		assertThat(this.profiler.status().toString()).contains("http://localhost:1/in")
			.doesNotContain("secret", "hidden");
	}

	private ProfilerBuilder builder() {
		return LocalProfiler.builder(this.directory.resolve("store"));
	}

	private static Instant halfASecondAgo() {
		return Instant.now().minusMillis(550);
	}

	private long cpuSamples() {
		return this.profiler.snapshot(Duration.ofMinutes(1))
			.profile(EnumSet.of(ProfileType.CPU))
			.samples(ProfileType.CPU);
	}

	private List<Path> runDirectories() {
		return list(this.directory.resolve("store"), "run-");
	}

	private List<Path> profiles() {
		return list(this.directory, "orders.");
	}

	private static List<Path> list(Path parent, String prefix) {
		try (Stream<Path> children = Files.list(parent)) {
			return children.filter((child) -> child.getFileName().toString().startsWith(prefix))
				.filter((child) -> !child.toString().endsWith(".tmp"))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
