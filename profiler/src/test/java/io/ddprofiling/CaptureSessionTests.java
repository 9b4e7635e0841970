package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.ddprofiling.export.SettableClock;
import io.ddprofiling.export.Windows;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.RecorderException;
import io.ddprofiling.span.SpanJournal;
import io.ddprofiling.span.SpanRecorder;
import io.ddprofiling.store.Capture;
import io.ddprofiling.store.CaptureStore;
import io.ddprofiling.store.ChunkStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for captures of a {@link RecordingSession} whose recorder, disk and space are as
 * bad as they can be. A chunk has 100 bytes.
 */
class CaptureSessionTests {

	private static final Duration STEP = Duration.ofSeconds(10);

	private static final Duration HOUR = Duration.ofHours(1);

	private static final CaptureRequest REQUEST = CaptureRequest.ofNext(Duration.ofMinutes(1));

	private static final CaptureRequest FINE = REQUEST.withInterval(1_000_000);

	private final SettableClock clock = new SettableClock();

	private final FakeRecorder recorder = new FakeRecorder();

	private long freeBytes = Long.MAX_VALUE;

	@TempDir
	private Path directory;

	private ChunkStore store;

	private RecordingSession session;

	@BeforeEach
	void start() throws IOException, RecorderException {
		this.store = new ChunkStore(this.directory, 1024 * 1024, HOUR);
		this.session = new RecordingSession(this.recorder, this.store, new ProfileReader(), new ProfilerCounters(),
				Windows.IDENTITY, HOUR, this.clock, new OverheadControl(this.recorder, 0, 0, this.clock),
				new SpanJournal(new SpanRecorder(List.of())), () -> this.freeBytes);
		this.session.start();
	}

	@AfterEach
	void close() {
		this.session.stop();
		this.store.close();
	}

	@Test
	void captureEndsEarlyAtItsLimit() throws IOException {
		RunningCapture capture = capture(REQUEST, 250);

		flush(3);

		Capture ended = stored(capture);
		assertThat(ended.state()).isEqualTo(Capture.State.SHORTENED);
		assertThat(ended.note()).startsWith("It has reached its limit")
			.endsWith("raise dd.profiling.captures.max-size");
		assertThat(ended.window()).isEqualTo(new TimeWindow(ended.begun(), ended.begun().plus(STEP.multipliedBy(2))));
		assertThat(content(capture).chunks()).hasSize(2).allMatch((chunk) -> chunk.window().overlaps(ended.window()));
	}

	@Test
	void captureEndsEarlyWhenTheDiskIsFull() throws IOException {
		RunningCapture capture = capture(REQUEST, 1024 * 1024);
		flush(1);

		this.freeBytes = 32L * 1024 * 1024 + 99;
		flush(1);

		assertThat(stored(capture).state()).isEqualTo(Capture.State.SHORTENED);
		assertThat(stored(capture).note()).contains("hardly any room");
		assertThat(content(capture).chunks()).hasSize(1);
	}

	@Test
	void captureGoesOnAfterABreak() throws IOException {
		RunningCapture capture = capture(REQUEST, 1024 * 1024);
		this.recorder.breakCuts(1);

		flush(3);

		assertThat(capture.isEnded()).isFalse();
		assertThat(content(capture).chunks()).hasSizeGreaterThan(1);
	}

	@Test
	void captureTellsOfABreak() throws IOException {
		RunningCapture capture = capture(REQUEST, 1024 * 1024);
		this.recorder.breakCuts(1);
		flush(1);

		capture.end(null, null, false);

		assertThat(stored(capture).note()).isEqualTo("The recording was interrupted, some of the time is missing");
	}

	@Test
	void captureTellsOfAPause() throws IOException {
		RunningCapture capture = capture(REQUEST, 1024 * 1024);
		this.session.pause();

		capture.end(null, null, false);

		assertThat(stored(capture).note()).isEqualTo("Profiling was paused, some of the time is missing");
	}

	@Test
	void captureOfASessionThatWasStoppedIsEmpty() throws IOException {
		this.session.stop();

		RunningCapture capture = capture(REQUEST, 1024 * 1024);

		assertThat(stored(capture).note()).isEqualTo("The profiler was stopped before");
		assertThat(stored(capture).window().duration()).isZero();
		assertThat(content(capture).chunks()).isEmpty();
	}

	@Test
	void captureThatCannotBeBegunHasEnded() throws IOException {
		this.recorder.failStart(new OutOfMemoryError("no more"));

		RunningCapture capture = running(FINE, 1024 * 1024);
		assertThatThrownBy(() -> this.session.capture(capture)).hasMessage("no more");

		assertThat(stored(capture).state()).isEqualTo(Capture.State.SHORTENED);
		assertThat(stored(capture).note()).startsWith("It could not be begun: ").endsWith("no more");
	}

	@Test
	void intervalIsRestoredAfterACaptureThatEndedEarly() throws IOException {
		RunningCapture capture = capture(FINE, 250);
		assertThat(this.recorder.rates().interval(ProfileType.CPU)).isEqualTo(1_000_000);
		flush(3);
		assertThat(capture.isEnded()).isTrue();

		this.session.tend();

		assertThat(this.recorder.rates().interval(ProfileType.CPU)).isEqualTo(10_000_000);
		assertThat(this.recorder.calls()).containsSubsequence("refine {CPU=1000000}", "stop", "start recording-2.jfr",
				"refine {}", "stop", "start recording-3.jfr");
		assertThat(content(capture).chunks()).allMatch((chunk) -> chunk.rates().interval(ProfileType.CPU) == 1_000_000);
	}

	@Test
	void intervalIsRestoredAlsoIfTheRecordingIsBroken() throws IOException {
		capture(FINE, 250);
		flush(3);
		this.recorder.breakStarts(1);

		this.session.tend();
		assertThat(this.session.condition().state()).isEqualTo(ProfilerState.INTERRUPTED);
		flush(1);

		assertThat(this.session.condition().state()).isEqualTo(ProfilerState.RUNNING);
		assertThat(this.recorder.rates().interval(ProfileType.CPU)).isEqualTo(10_000_000);
	}

	@Test
	void intervalThatCannotBeHadIsGivenUp() throws IOException {
		this.recorder.breakStarts(1);

		RunningCapture capture = capture(FINE, 1024 * 1024);

		assertThat(this.session.condition().state()).isEqualTo(ProfilerState.RUNNING);
		assertThat(this.recorder.rates().interval(ProfileType.CPU)).isEqualTo(10_000_000);
		capture.end(null, null, false);
		assertThat(stored(capture).note())
			.isEqualTo("The recording could not be started with this interval, it has the usual one");
	}

	@Test
	void intervalIsRestoredInAPause() throws IOException {
		capture(FINE, 250);
		flush(3);
		this.session.pause();

		this.session.tend();
		this.session.resume();

		assertThat(this.recorder.rates().interval(ProfileType.CPU)).isEqualTo(10_000_000);
	}

	private RunningCapture capture(CaptureRequest request, long maxBytes) throws IOException {
		RunningCapture running = running(request, maxBytes);
		this.session.capture(running);
		return running;
	}

	private RunningCapture running(CaptureRequest request, long maxBytes) throws IOException {
		Capture capture = new Capture(UUID.randomUUID(), Windows.IDENTITY, Capture.State.RECORDING,
				new TimeWindow(this.clock.instant(), this.clock.instant().plus(request.after())), this.clock.instant(),
				request.type(), request.interval(), request.cause(), 0, null);
		return new RunningCapture(request, new CaptureStore(this.directory).create(capture, maxBytes), maxBytes);
	}

	private void flush(int times) {
		for (int i = 0; i < times; i++) {
			this.clock.advance(STEP);
			this.session.flush();
		}
	}

	private Capture stored(RunningCapture capture) {
		return new CaptureStore(this.directory).find(capture.capture().id(), Windows.IDENTITY);
	}

	private CaptureStore.Content content(RunningCapture capture) throws IOException {
		return new CaptureStore(this.directory).content(capture.capture().id());
	}

}
