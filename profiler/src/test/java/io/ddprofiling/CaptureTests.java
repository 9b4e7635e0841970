package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.recorder.Engine;
import io.ddprofiling.store.Capture;
import io.ddprofiling.testsupport.PprofFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Captures} of a profiler that really records.
 */
class CaptureTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Set<ProfileType> CPU = EnumSet.of(ProfileType.CPU);

	@TempDir
	private Path directory;

	private final Work work = new Work();

	private Profiler profiler;

	// what is seen from outside is allocated
	private volatile byte[] sink;

	@BeforeEach
	void start() {
		this.profiler = started(LocalProfiler.builder(this.directory).maxCaptures(2));
	}

	@AfterEach
	void stop() {
		this.work.close();
		this.profiler.close();
	}

	@Test
	void captureOutlivesTheRecordingAndTheProcess() throws IOException {
		Instant asked = Instant.now();
		Capture begun = this.profiler.capture(CaptureRequest.ofNext(SECOND).because("the test"));

		assertThat(begun.state()).isEqualTo(Capture.State.RECORDING);
		assertThat(begun.window().duration()).isEqualTo(SECOND);
		assertThat(begun.window().start()).isAfterOrEqualTo(asked.minusMillis(1));
		assertThat(Captures.readyAt(begun)).isAfter(begun.window().end());
		assertThat(this.profiler.captures().open(begun.id())).isEmpty();
		Capture ended = ended(begun.id());
		assertThat(ended.state()).as(ended.note()).isEqualTo(Capture.State.COMPLETE);
		this.profiler.close();
		assertThat(recordings()).as("of the store").isEmpty();

		this.profiler = started(LocalProfiler.builder(this.directory).maxCaptures(2));

		Capture found = this.profiler.captures().find(begun.id()).orElseThrow();
		assertThat(this.profiler.captures().list()).containsExactly(found);
		assertThat(found).usingRecursiveComparison().ignoringFields("bytes").isEqualTo(ended);
		assertThat(found.cause()).isEqualTo("the test");
		assertThat(found.identity().runtimeId()).isNotEqualTo(this.profiler.status().identity().runtimeId());
		Snapshot snapshot = this.profiler.captures().open(begun.id()).orElseThrow();
		assertThat(snapshot.window()).isEqualTo(begun.window());
		PprofFile pprof = PprofFile.parse(SnapshotFormat.PPROF.encode(snapshot, CPU));
		assertThat(pprof.functionNames()).contains("io.ddprofiling.Work.burn");
		assertThat(pprof.duration()).isEqualTo(SECOND);
		assertThat(snapshot.recording().size()).isPositive();
	}

	@Test
	void captureCanBeginBefore() throws IOException {
		await().atMost(Duration.ofSeconds(20))
			.until(() -> this.profiler.snapshot(Duration.ofMinutes(1)).window().duration().toMillis() > 1500);

		Capture begun = this.profiler.capture(CaptureRequest.ofNext(SECOND).withBefore(SECOND));

		assertThat(begun.window().duration()).isEqualTo(SECOND.multipliedBy(2));
		ended(begun.id());
		Profile profile = this.profiler.captures().open(begun.id()).orElseThrow().profile(CPU);
		assertThat(profile.recorded()).isEqualTo(SECOND.multipliedBy(2));
		assertThat(profile.samples(ProfileType.CPU)).isPositive();
	}

	@Test
	void captureBeginsWithTheRecordingAtTheEarliest() {
		Capture begun = this.profiler.capture(CaptureRequest.ofNext(SECOND).withBefore(Duration.ofMinutes(1)));

		Capture ended = ended(begun.id());
		assertThat(ended.window().start()).isAfterOrEqualTo(this.profiler.status().store().covered().start());
		assertThat(ended.window().end()).isEqualTo(begun.window().end());
	}

	@Test
	void captureOfAKilledProcessHasWhatWasRecordedUntilThen() throws IOException {
		Capture begun = this.profiler.capture(CaptureRequest.ofNext(Duration.ofMinutes(1)));
		await().atMost(Duration.ofSeconds(20)).until(() -> bytes(begun.id()) > 0);

		// another one, which does not know that this one records, is like one after it
		Captures later = LocalProfiler.builder(this.directory).build().captures();

		Capture found = later.find(begun.id()).orElseThrow();
		assertThat(found.state()).isEqualTo(Capture.State.SHORTENED);
		assertThat(found.note()).isEqualTo("Its process ended before it was complete");
		assertThat(found.window().duration()).isPositive().isLessThan(Duration.ofMinutes(1));
		assertThat(later.open(begun.id()).orElseThrow().profile(CPU).samples(ProfileType.CPU)).isPositive();
	}

	@Test
	void captureCanHaveAShorterInterval() throws IOException {
		Capture begun = this.profiler.capture(CaptureRequest.ofNext(SECOND).withInterval(1_000_000));
		assertThatExceptionOfType(CaptureRefusedException.class)
			.isThrownBy(() -> this.profiler.capture(CaptureRequest.ofNext(SECOND).withInterval(2_000_000)))
			.satisfies((ex) -> assertThat(ex.isExhausted()).isFalse());
		Capture ended = ended(begun.id());

		assertThat(ended.state()).isEqualTo(Capture.State.COMPLETE);
		assertThat(ended.interval()).isEqualTo(1_000_000);
		Profile profile = this.profiler.captures().open(begun.id()).orElseThrow().profile(CPU);
		assertThat(profile.rates().interval(ProfileType.CPU)).isEqualTo(1_000_000);
		assertThat(profile.samples(ProfileType.CPU)).isPositive();
		assertThat(this.profiler.counters().rolls()).isEqualTo(2);
		assertThat(this.profiler.status().types()).filteredOn((type) -> type.type() == ProfileType.CPU)
			.singleElement()
			.satisfies((type) -> assertThat(type.effective()).startsWith("10ms"));
	}

	@Test
	void flightRecorderIsCapturedToo() throws IOException {
		this.profiler.close();
		this.profiler = started(LocalProfiler.builder(this.directory).engine(Engine.JFR));

		Capture begun = this.profiler.capture(CaptureRequest.ofNext(SECOND).about(ProfileType.ALLOCATION));
		await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10)).until(() -> {
			this.sink = new byte[1024 * 1024];
			return this.profiler.captures().find(begun.id()).orElseThrow().state() != Capture.State.RECORDING;
		});

		assertThat(ended(begun.id()).state()).isEqualTo(Capture.State.COMPLETE);
		Snapshot snapshot = this.profiler.captures().open(begun.id()).orElseThrow();
		assertThat(snapshot.profile(EnumSet.of(ProfileType.ALLOCATION)).total(SampleType.ALLOCATED_SPACE))
			.isGreaterThan(10_000_000);
	}

	@Test
	void thereAreNotTooManyUntilOneIsDeleted() {
		Capture first = this.profiler.capture(CaptureRequest.ofNext(SECOND));
		Capture second = this.profiler.capture(CaptureRequest.ofNext(Duration.ofMinutes(1)));

		assertThatExceptionOfType(CaptureRefusedException.class)
			.isThrownBy(() -> this.profiler.capture(CaptureRequest.ofNext(SECOND)))
			.withMessage("There are 2 captures already; delete one or raise dd.profiling.captures.max-count")
			.satisfies((ex) -> assertThat(ex.isExhausted()).isTrue());
		assertThatExceptionOfType(CaptureRefusedException.class)
			.isThrownBy(() -> this.profiler.captures().delete(second.id()))
			.withMessageContaining("still recorded");
		assertThat(this.profiler.captures().delete(UUID.randomUUID())).isFalse();

		ended(first.id());
		assertThat(this.profiler.captures().delete(first.id())).isTrue();
		assertThat(this.profiler.captures().find(first.id())).isEmpty();
		this.profiler.capture(CaptureRequest.ofNext(SECOND));
	}

	@Test
	void captureEndsEarlyWithTheProfiler() throws IOException {
		Capture begun = this.profiler.capture(CaptureRequest.ofNext(Duration.ofMinutes(1)));
		await().atMost(Duration.ofSeconds(20)).until(() -> bytes(begun.id()) > 0);

		this.profiler.stop();

		Capture ended = this.profiler.captures().find(begun.id()).orElseThrow();
		assertThat(ended.state()).isEqualTo(Capture.State.SHORTENED);
		assertThat(ended.note()).isEqualTo("The profiler was stopped before its end");
		assertThat(ended.window().duration()).isPositive().isLessThan(Duration.ofMinutes(1));
		Snapshot snapshot = this.profiler.captures().open(begun.id()).orElseThrow();
		assertThat(snapshot.profile(CPU).samples(ProfileType.CPU)).isPositive();
		assertThatExceptionOfType(ProfilerUnavailableException.class)
			.isThrownBy(() -> this.profiler.capture(CaptureRequest.ofNext(SECOND)));
	}

	@Test
	void impossibleRequestIsRefused() {
		CaptureRequest request = CaptureRequest.ofNext(SECOND);

		assertThatIllegalArgumentException().isThrownBy(() -> CaptureRequest.ofNext(Duration.ZERO))
			.withMessageContaining("'after'");
		assertThatIllegalArgumentException().isThrownBy(() -> request.withBefore(SECOND.negated()))
			.withMessageContaining("'before'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.profiler.capture(CaptureRequest.ofNext(Duration.ofMinutes(6))))
			.withMessageContaining("300s");
		assertThatIllegalArgumentException().isThrownBy(() -> this.profiler.capture(request.about(ProfileType.IO)))
			.withMessageContaining("'type'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.profiler.capture(request.about(ProfileType.EXCEPTION).withInterval(1)))
			.withMessageContaining("'interval'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.profiler.capture(request.withInterval(999_999)))
			.withMessageContaining("'interval'");
		assertThat(this.profiler.captures().list()).isEmpty();
		assertThat(this.directory.resolve("captures")).doesNotExist();
	}

	private static Profiler started(ProfilerBuilder builder) {
		Profiler profiler = builder.build();
		profiler.start();
		assertThat(profiler.isRunning()).as(() -> profiler.status().reason()).isTrue();
		return profiler;
	}

	private Capture ended(UUID id) {
		return await().atMost(Duration.ofSeconds(20))
			.until(() -> this.profiler.captures().find(id).orElseThrow(),
					(capture) -> capture.state() != Capture.State.RECORDING);
	}

	private long bytes(UUID id) {
		return this.profiler.captures().find(id).orElseThrow().bytes();
	}

	private Stream<Path> recordings() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			return files.filter((file) -> file.getFileName().toString().endsWith(".jfr"))
				.filter((file) -> !file.startsWith(this.directory.resolve("captures")))
				.toList()
				.stream();
		}
	}

}
