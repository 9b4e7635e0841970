package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.RecordedWindow;
import io.ddprofiling.export.SettableClock;
import io.ddprofiling.export.Windows;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.RecorderException;
import io.ddprofiling.span.SpanJournal;
import io.ddprofiling.span.SpanRecorder;
import io.ddprofiling.store.Chunk;
import io.ddprofiling.store.ChunkStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecordingSessionTests {

	private static final Duration STEP = Duration.ofSeconds(10);

	private static final Duration LONG = Duration.ofHours(1);

	private final CapturedLog log = new CapturedLog();

	private final SettableClock clock = new SettableClock();

	private final FakeRecorder recorder = new FakeRecorder();

	private final ProfilerCounters counters = new ProfilerCounters();

	private long freeBytes = Long.MAX_VALUE;

	@TempDir
	private Path directory;

	private ChunkStore store;

	@BeforeEach
	void openStore() throws IOException {
		this.store = new ChunkStore(this.directory.resolve("store"), 1024 * 1024, LONG);
	}

	@AfterEach
	void close() {
		this.store.close();
		this.log.close();
	}

	@Test
	void windowsTouch() throws RecorderException {
		RecordingSession session = started(LONG);
		List<RecordedWindow> windows = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			this.clock.advance(STEP);
			session.flush();
			this.clock.advance(STEP);
			windows.addAll(session.next());
		}

		for (int i = 1; i < 3; i++) {
			assertThat(windows.get(i).window().start()).isEqualTo(windows.get(i - 1).window().end());
			assertThat(windows.get(i).window().duration()).isEqualTo(STEP.multipliedBy(2));
			assertThat(windows.get(i).chunks()).hasSize(2);
		}
		assertThat(windows).allMatch((window) -> window.identity().equals(Windows.IDENTITY));
	}

	@Test
	void brokenCutInterruptsAndTheNextFlushGoesOn() throws RecorderException {
		RecordingSession session = started(LONG);
		this.recorder.breakCuts(1);

		this.clock.advance(STEP);
		assertThat(session.next()).as("what was recorded before").hasSize(1);
		assertThat(session.condition().reason()).isEqualTo("cut is broken");
		assertThat(session.next()).isEmpty();
		this.clock.advance(STEP);
		session.flush();

		assertThat(session.condition().reason()).isNull();
		assertThat(this.recorder.calls()).containsExactly("start recording-1.jfr", "cut", "stop",
				"start recording-2.jfr");
		assertThat(this.counters.lostRecordings()).isEqualTo(1);
		assertThat(this.log.warnings()).singleElement().asString().contains("interrupted", "cut is broken");
		assertThat(this.log.infos()).containsExactly("Profiling goes on");
		this.clock.advance(STEP);
		assertThat(session.next().get(0).window().start()).as("nothing was recorded meanwhile")
			.isBetween(this.clock.instant().minus(STEP).minusSeconds(5), this.clock.instant().minus(STEP));
	}

	@Test
	void recordingThatBreaksAgainAndAgainDoesNotFillTheLog() throws RecorderException {
		RecordingSession session = started(LONG);
		for (int i = 0; i < 20; i++) {
			this.recorder.breakCuts(1);
			this.clock.advance(STEP);
			session.flush();
		}

		assertThat(this.counters.lostRecordings()).isEqualTo(20);
		assertThat(this.log.warnings()).hasSize(1);
		assertThat(this.log.infos()).hasSizeLessThanOrEqualTo(1);
	}

	@Test
	void rollBeginsANewFileWithoutALostWindow() throws RecorderException {
		RecordingSession session = started(Duration.ZERO);

		this.clock.advance(STEP);
		session.flush();
		this.clock.advance(STEP);
		RecordedWindow window = session.next().get(0);

		assertThat(this.counters.rolls()).isEqualTo(1);
		assertThat(window.chunks().stream().map(Chunk::file).distinct()).hasSize(2);
		assertThat(window.window().end()).isEqualTo(this.clock.instant());
		assertTouching(window.chunks());
	}

	@Test
	void rollIsDueWhenTheStacksTakeMuchMemory() throws RecorderException {
		RecordingSession session = started(LONG);
		this.recorder.stackMemory(64L * 1024 * 1024);
		session.flush();
		assertThat(this.counters.rolls()).isZero();

		this.recorder.stackMemory(64L * 1024 * 1024 + 1);
		session.flush();

		assertThat(this.recorder.calls()).endsWith("cut", "stop", "start recording-2.jfr");
		assertThat(this.counters.rolls()).isEqualTo(1);
		session.flush();
		assertThat(this.counters.rolls()).as("a new recording takes no memory yet").isEqualTo(1);
	}

	@Test
	void memoryThatCannotBeToldChangesNothing() throws RecorderException {
		RecordingSession session = started(LONG);
		this.recorder.stackMemory(-1);

		session.flush();

		assertThat(this.counters.rolls()).isZero();
		assertThat(session.condition().state()).isEqualTo(ProfilerState.RUNNING);
	}

	@Test
	void rollMeasuresItsGap() throws RecorderException {
		RecordingSession session = started(Duration.ZERO);
		assertThat(this.counters.longestRollGap()).isZero();

		long start = System.nanoTime();
		session.flush();
		Duration elapsed = Duration.ofNanos(System.nanoTime() - start);

		Duration first = this.counters.lastRollGap();
		assertThat(first).isPositive().isLessThanOrEqualTo(elapsed);
		session.flush();
		assertThat(this.counters.longestRollGap()).isGreaterThanOrEqualTo(first)
			.isGreaterThanOrEqualTo(this.counters.lastRollGap());
	}

	@Test
	void changeOfTheIntervalsTakesEffectAtOnceAndEachChunkKnowsItsOwn() throws RecorderException {
		FakeCpuTimes times = new FakeCpuTimes();
		OverheadControl overhead = new OverheadControl(this.recorder, 0.01, 0, this.clock,
				() -> Duration.between(Instant.EPOCH, this.clock.instant()).toNanos(), times);
		RecordingSession session = session(LONG, overhead);
		session.start();
		while (this.counters.rolls() == 0) {
			this.clock.advance(STEP);
			times.use(10_000, 0, 0);
			overhead.count(Map.of(ProfileType.CPU, 6_000L));
			session.flush();
		}
		this.clock.advance(STEP);
		session.flush();

		List<Chunk> chunks = session.chunks(new TimeWindow(Instant.EPOCH, this.clock.instant()));

		assertThat(chunks.stream().map(Chunk::file).distinct()).hasSize(2);
		assertThat(chunks).allSatisfy((chunk) -> assertThat(chunk.rates().interval(ProfileType.CPU))
			.isEqualTo(chunk.file().endsWith("recording-1.jfr") ? 10_000_000 : 20_000_000));
		assertTouching(chunks);
		assertThat(times.starts()).isEqualTo(2);
		assertThat(session.overhead().stretched()).extracting(Overhead.Stretched::type)
			.containsExactly(ProfileType.CPU);
	}

	@Test
	void rollThatFailsInterruptsAndIsTriedAgain() throws RecorderException {
		RecordingSession session = started(Duration.ZERO);
		this.recorder.breakStarts(2);

		this.clock.advance(STEP);
		session.flush();
		assertThat(session.condition().reason()).isEqualTo("start is broken");
		session.flush();
		assertThat(session.condition().reason()).isEqualTo("start is broken");
		session.flush();

		assertThat(session.condition().reason()).isNull();
	}

	@Test
	void fileOfAFailedStartIsNotDeletedUnderItsSuccessor() throws RecorderException {
		RecordingSession session = started(Duration.ZERO);
		this.recorder.breakStarts(3);
		for (int i = 0; i < 4; i++) {
			session.flush();
		}
		assertThat(session.condition().reason()).isNull();

		this.clock.advance(LONG.plus(STEP));
		this.store.retain(this.clock.instant());

		assertThat(this.recorder.file()).exists();
	}

	@Test
	void clockSetBackGivesNoNegativeWindow() throws RecorderException {
		RecordingSession session = started(LONG);
		this.clock.advance(STEP);
		session.flush();
		this.clock.advance(LONG.negated());
		session.flush();
		this.clock.advance(STEP);

		List<RecordedWindow> windows = session.next();

		assertThat(windows).hasSize(2);
		RecordedWindow before = windows.get(0);
		RecordedWindow after = windows.get(1);
		assertThat(before.window().duration()).isBetween(STEP, STEP.plusSeconds(5));
		assertThat(after.window().end()).isEqualTo(this.clock.instant());
		assertThat(after.window().duration()).isBetween(STEP, STEP.plusSeconds(5));
		assertThat(before.window().start()).isAfter(after.window().end());
		assertThat(this.store.contents().covered().duration()).isPositive();
	}

	@Test
	void cutIsNotRepeatedAtOnce() throws RecorderException {
		RecordingSession session = started(LONG);
		this.clock.advance(STEP);

		Instant first = session.cutIfOlder();
		this.clock.advance(STEP);

		assertThat(first).as("a start is no cut").isEqualTo(this.clock.instant().minus(STEP));
		assertThat(session.cutIfOlder()).isEqualTo(first);
		assertThat(this.recorder.calls()).containsOnlyOnce("cut");
	}

	@Test
	void fullDiskPreventsTheStart() {
		this.freeBytes = 1024;
		RecordingSession session = session(LONG);

		assertThatExceptionOfType(RecorderException.class).isThrownBy(session::start)
			.withMessageContaining("dd.profiling.store.directory");
		assertThat(this.recorder.calls()).isEmpty();
	}

	@Test
	void fullDiskInterruptsUntilThereIsRoom() throws RecorderException {
		RecordingSession session = started(LONG);
		this.freeBytes = 1024;
		session.flush();
		assertThat(session.condition().reason()).startsWith("Less than 32 MB are left in ");
		session.flush();
		assertThat(this.recorder.calls()).endsWith("cut", "stop");

		this.freeBytes = Long.MAX_VALUE;
		session.flush();

		assertThat(session.condition().reason()).isNull();
		assertThat(this.recorder.calls()).last().asString().startsWith("start ");
		assertThat(this.log.warnings()).hasSize(1);
		assertThat(this.log.infos()).containsExactly("Profiling goes on");
	}

	@Test
	void whoeverComesAfterTheStopDoesNotReachTheRecorder() throws RecorderException {
		RecordingSession session = started(Duration.ZERO);
		session.stop();
		List<String> calls = this.recorder.calls();
		this.recorder.breakCuts(9);

		session.flush();
		session.next();
		session.cutIfOlder();
		session.stop();

		assertThat(this.recorder.calls()).isEqualTo(calls);
		assertThat(session.condition().state()).isEqualTo(ProfilerState.STOPPED);
		assertThat(this.log.warnings()).isEmpty();
	}

	@Test
	void stopAddsWhatWasRecordedLast() throws RecorderException {
		RecordingSession session = started(LONG);
		this.clock.advance(STEP);

		session.stop();

		List<Chunk> chunks = session.chunks(new TimeWindow(Instant.EPOCH, this.clock.instant()));
		assertThat(chunks).hasSize(2);
		assertThat(chunks.get(1).window().end()).isEqualTo(this.clock.instant());
	}

	@Test
	void stopWhileInterruptedLeavesTheRecorderAlone() throws RecorderException {
		RecordingSession session = started(LONG);
		this.recorder.breakCuts(1);
		session.next();

		session.stop();

		assertThat(this.recorder.calls()).containsExactly("start recording-1.jfr", "cut", "stop");
	}

	@Test
	void noWindowCoversThePause() throws RecorderException {
		RecordingSession session = started(LONG);
		this.clock.advance(STEP);
		session.pause();
		Instant paused = this.clock.instant();
		this.clock.advance(STEP);
		session.resume();
		Instant resumed = this.clock.instant();
		this.clock.advance(STEP);

		List<RecordedWindow> windows = session.next();

		assertThat(windows).extracting(RecordedWindow::window)
			.containsExactly(new TimeWindow(paused.minus(STEP), paused), new TimeWindow(resumed, this.clock.instant()));
		assertThat(windows.get(0).chunks()).extracting(Chunk::file)
			.doesNotContainAnyElementsOf(windows.get(1).chunks().stream().map(Chunk::file).toList());
	}

	@Test
	void pauseLeavesTheRecorderAloneUntilItIsResumed() throws RecorderException {
		RecordingSession session = started(Duration.ZERO);
		session.pause();
		Instant paused = this.clock.instant();
		this.clock.advance(STEP);

		session.flush();
		session.pause();
		assertThat(session.next()).hasSize(1);
		assertThat(session.next()).isEmpty();
		assertThat(session.cutIfOlder()).isEqualTo(paused);

		assertThat(this.recorder.calls()).containsExactly("start recording-1.jfr", "stop");
		assertThat(session.condition()).isEqualTo(
				new Condition(ProfilerState.PAUSED, "paused on request, until it is resumed on request", paused));
		session.resume();
		session.resume();
		assertThat(this.recorder.calls()).containsExactly("start recording-1.jfr", "stop", "start recording-2.jfr");
		assertThat(session.condition()).isEqualTo(new Condition(ProfilerState.RUNNING, null, this.clock.instant()));
		assertThat(this.log.warnings()).isEmpty();
	}

	@Test
	void whatIsTooOldIsGivenUpDuringAPause() throws RecorderException {
		RecordingSession session = started(Duration.ZERO);
		this.clock.advance(STEP);
		session.flush();
		session.pause();
		assertThat(this.store.contents().chunks()).isEqualTo(5);

		this.clock.advance(LONG.plus(STEP));
		session.flush();

		assertThat(this.store.contents().chunks()).as("those of the last file").isEqualTo(2);
	}

	@Test
	void resumeThatFailsIsTriedAgain() throws RecorderException {
		RecordingSession session = started(LONG);
		session.pause();
		this.recorder.breakStarts(1);

		session.resume();
		assertThat(session.condition().state()).isEqualTo(ProfilerState.INTERRUPTED);
		assertThat(session.condition().reason()).isEqualTo("start is broken");
		session.flush();

		assertThat(session.condition().state()).isEqualTo(ProfilerState.RUNNING);
		assertThat(this.recorder.calls()).as("what was not started is not stopped")
			.containsExactly("start recording-1.jfr", "stop", "start recording-2.jfr", "start recording-3.jfr");
	}

	@Test
	void resumeOnAFullDiskWaitsForRoom() throws RecorderException {
		RecordingSession session = started(LONG);
		session.pause();
		this.freeBytes = 1024;

		session.resume();
		assertThat(session.condition().state()).isEqualTo(ProfilerState.INTERRUPTED);
		assertThat(session.condition().reason()).startsWith("Less than 32 MB are left in ");
		this.freeBytes = Long.MAX_VALUE;
		session.flush();

		assertThat(session.condition().state()).isEqualTo(ProfilerState.RUNNING);
	}

	@Test
	void pauseWhileInterruptedEndsTheAttempts() throws RecorderException {
		RecordingSession session = started(LONG);
		this.recorder.breakCuts(1);
		session.next();
		List<String> calls = this.recorder.calls();

		session.pause();
		session.flush();

		assertThat(session.condition().state()).isEqualTo(ProfilerState.PAUSED);
		assertThat(this.recorder.calls()).isEqualTo(calls);
	}

	@Test
	void interruptionTellsSinceWhen() throws RecorderException {
		RecordingSession session = started(LONG);
		this.clock.advance(STEP);
		Instant broken = this.clock.instant();
		this.recorder.breakCuts(1);
		this.recorder.breakStarts(2);
		session.flush();
		this.clock.advance(STEP);
		session.flush();

		assertThat(session.condition()).isEqualTo(new Condition(ProfilerState.INTERRUPTED, "start is broken", broken));
	}

	@Test
	void liveObjectsFromBeforeALongPauseAreNotShown() throws RecorderException {
		RecordingSession session = started(STEP);
		TimeWindow before = new TimeWindow(this.clock.instant(), this.clock.instant().plus(STEP));
		this.store.add(0, 1, before, this.recorder.rates(), before.start(), List.of(), new byte[0]);

		assertThat(session.liveHeap(before)).isNotNull();
		assertThat(session.liveHeap(window(before.end().plus(STEP.multipliedBy(2))))).isNotNull();
		assertThat(session.liveHeap(window(before.end().plus(STEP.multipliedBy(2)).plusMillis(1)))).isNull();
	}

	@Test
	void windowIsCountedOnceHoweverOftenItIsLoaded() throws RecorderException {
		RecordingSession session = started(LONG);
		this.clock.advance(STEP);
		RecordedWindow window = session.next().get(0);

		ProfileWindow loaded = session.load(window);
		session.load(window);

		assertThat(loaded.window()).isEqualTo(window.window());
		assertThat(loaded.profile().isEmpty()).as("the chunks hold nothing").isTrue();
		assertThat(this.counters.windows()).isEqualTo(1);
		assertThat(this.counters.cuts()).isEqualTo(1);
	}

	private RecordingSession started(Duration rollInterval) throws RecorderException {
		RecordingSession session = session(rollInterval);
		session.start();
		return session;
	}

	private RecordingSession session(Duration rollInterval) {
		return session(rollInterval, new OverheadControl(this.recorder, 0, 0, this.clock));
	}

	private RecordingSession session(Duration rollInterval, OverheadControl overhead) {
		return new RecordingSession(this.recorder, this.store, new ProfileReader(), this.counters, Windows.IDENTITY,
				rollInterval, this.clock, overhead, new SpanJournal(new SpanRecorder(List.of())), () -> this.freeBytes);
	}

	private static TimeWindow window(Instant start) {
		return new TimeWindow(start, start.plus(STEP));
	}

	private static void assertTouching(List<Chunk> chunks) {
		for (int i = 1; i < chunks.size(); i++) {
			assertThat(chunks.get(i).window().start()).isEqualTo(chunks.get(i - 1).window().end());
		}
	}

}
