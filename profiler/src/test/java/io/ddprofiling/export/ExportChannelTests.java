package io.ddprofiling.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.ddprofiling.export.ExportResult.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExportChannelTests {

	private static final Duration PERIOD = Duration.ofSeconds(60);

	private static final Duration MAX_AGE = Duration.ofHours(1);

	private static final long PLENTY = Duration.ofSeconds(20).toNanos();

	private final CapturedLog log = new CapturedLog();

	private final SettableClock clock = new SettableClock();

	private final FakeExporter exporter = new FakeExporter();

	private final FakeAlarm alarm = new FakeAlarm();

	private final FakeOrigin origin = new FakeOrigin();

	private final ExportChannel channel = new ExportChannel(this.exporter, "fake",
			new ExportSettings(PERIOD, Duration.ofSeconds(10), MAX_AGE, 50), new WindowLoader(1), this.clock);

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void begin() throws Exception {
		this.file = Files.createFile(this.directory.resolve("recording.jfr"));
		this.channel.begin(this.alarm);
		awaitIdle();
	}

	@AfterEach
	void close() {
		this.channel.end(this.alarm);
		this.log.close();
	}

	@Test
	void targetIsKnownBeforeTheFirstWindow() {
		assertThat(this.channel.status().target()).isEqualTo("fake");
		assertThat(this.channel.status().idleReason()).isNull();
	}

	@Test
	void windowIsDelivered() {
		deliver(0);

		assertThat(this.exporter.starts()).containsExactly(start(0));
		assertThat(this.exporter.timeouts()).containsExactly(Duration.ofSeconds(10));
		ExporterStatus status = this.channel.status();
		assertThat(status.pending()).isZero();
		assertThat(status.outcomes().get(Outcome.DELIVERED).count()).isEqualTo(1);
		assertThat(status.outcomes().get(Outcome.DELIVERED).bytes()).isEqualTo(7);
		assertThat(status.last().window()).isEqualTo(window(0).window());
		assertThat(status.last().at()).isEqualTo(this.clock.instant());
		assertThat(this.origin.settled()).containsExactly("fake 1");
		assertThat(this.alarm.isSet()).isFalse();
	}

	@Test
	void failedWindowsAreDeliveredLaterOldestFirst() {
		this.exporter.answer(Outcome.FAILED);
		deliver(0);
		deliver(1);
		deliver(2);
		assertThat(this.exporter.starts()).as("not before the wait is over").containsExactly(start(0));
		assertThat(this.channel.status().pending()).isEqualTo(3);
		assertThat(this.origin.settled()).isEmpty();

		this.exporter.answer(Outcome.DELIVERED);
		deliver(3);
		ring(4);

		assertThat(this.exporter.starts()).as("the newest is not kept waiting")
			.containsExactly(start(0), start(3), start(0), start(1), start(2));
		assertThat(this.channel.status().pending()).isZero();
		assertThat(this.channel.status().dropped()).isZero();
		assertThat(this.origin.settled()).containsExactly("fake 4", "fake 1", "fake 2", "fake 3");
		assertThat(this.alarm.isSet()).isFalse();
	}

	@Test
	void backlogIsDeliveredAtAModestPace() {
		this.channel.add(this.origin, List.of(window(0), window(1), window(2)));

		this.channel.wake();
		awaitIdle();
		assertThat(this.exporter.starts()).containsExactly(start(0));
		ring(2);

		assertThat(this.exporter.starts()).containsExactly(start(0), start(1), start(2));
		assertThat(this.alarm.delays()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5));
	}

	@Test
	void newWindowInterruptsThePaceOfTheBacklog() {
		this.channel.add(this.origin, List.of(window(0), window(1), window(2)));
		this.channel.wake();
		awaitIdle();

		deliver(9);

		assertThat(this.exporter.starts()).containsExactly(start(0), start(9));
		ring(2);
		assertThat(this.exporter.starts()).endsWith(start(1), start(2));
	}

	@ParameterizedTest
	@EnumSource(value = Outcome.class, names = { "REJECTED", "EMPTY", "DELIVERED" })
	void whatDidNotFailIsNotTriedAgain(Outcome outcome) {
		this.exporter.answer(outcome);

		deliver(0);
		deliver(1);

		assertThat(this.exporter.starts()).containsExactly(start(0), start(1));
		assertThat(this.channel.status().pending()).isZero();
		assertThat(this.origin.settled()).containsExactly("fake 1", "fake 2");
	}

	@Test
	void waitGetsLongerUpToThePeriodAndIsNeverTheSame() {
		this.exporter.answer(Outcome.FAILED);
		deliver(0);
		ring(5);

		List<Duration> waits = this.alarm.delays();
		List<Integer> most = List.of(5, 10, 20, 40, 60, 60);
		for (int i = 0; i < most.size(); i++) {
			assertThat(waits.get(i).toMillis()).isBetween(most.get(i) * 500L, most.get(i) * 1000L);
		}
		assertThat(waits).doesNotHaveDuplicates();
		this.exporter.answer(Outcome.DELIVERED);
		ring(1);
		this.exporter.answer(Outcome.FAILED);
		deliver(1);
		assertThat(this.alarm.delays().get(6)).as("begins anew").isLessThanOrEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void backendThatAsksToBeLeftAloneIs() {
		this.exporter.retryAfter(Duration.ofMinutes(3));
		this.exporter.answer(Outcome.FAILED);
		deliver(0);
		this.exporter.retryAfter(null);
		this.exporter.answer(Outcome.DELIVERED);

		deliver(1);
		this.channel.finish(this.alarm, System.nanoTime() + PLENTY);
		awaitIdle();

		assertThat(this.exporter.starts()).as("not even at the end").containsExactly(start(0));
		assertThat(this.alarm.delays()).singleElement()
			.satisfies((wait) -> assertThat(wait).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4)));
		assertThat(this.channel.status().pending()).isEqualTo(2);
	}

	@Test
	void noBackendIsLeftAloneForEver() {
		this.exporter.retryAfter(Duration.ofDays(365));
		this.exporter.answer(Outcome.FAILED);

		deliver(0);

		assertThat(this.alarm.delays().get(0)).isBetween(MAX_AGE, MAX_AGE.plus(PERIOD));
	}

	@Test
	void windowThatIsRefusedAlwaysKeepsNoOtherWaiting() {
		this.channel.add(this.origin, List.of(window(0), window(1), window(2)));
		this.exporter.behave((window) -> window.window().start().equals(start(0)) ? Outcome.FAILED : Outcome.DELIVERED);

		deliver(3);
		ring(3);

		assertThat(this.exporter.starts()).containsExactly(start(3), start(0), start(1), start(2));
		assertThat(this.channel.status().pending()).isEqualTo(1);
	}

	@Test
	void backlogIsBoundedByBytesAndDropsCounted() {
		this.exporter.answer(Outcome.FAILED);
		for (int i = 0; i < 55; i++) {
			deliver(i);
		}

		assertThat(this.channel.status().pending()).isEqualTo(50);
		assertThat(this.channel.status().dropped()).isEqualTo(5);
		assertThat(this.origin.settled()).as("the oldest are given up")
			.containsExactly("fake 1", "fake 2", "fake 3", "fake 4", "fake 5");
	}

	@Test
	void backlogIsBoundedByAgeAndDropsCounted() {
		this.exporter.answer(Outcome.FAILED);
		deliver(0);
		deliver(1);
		this.clock.advance(MAX_AGE.plusSeconds(61));
		deliver(62);

		assertThat(this.channel.status().dropped()).isEqualTo(1);
		assertThat(this.channel.status().pending()).isEqualTo(2);
		assertThat(this.origin.settled()).containsExactly("fake 1");
	}

	@Test
	void newestIsTriedHoweverLargeAndOldItIs() {
		this.clock.advance(MAX_AGE.multipliedBy(2));

		deliver(0);

		assertThat(this.exporter.starts()).containsExactly(start(0));
	}

	@Test
	void windowThatEndsWhileAnotherIsDeliveredGoesNext() throws Exception {
		CountDownLatch delivering = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		this.exporter.behave((window) -> {
			delivering.countDown();
			await(end);
			return Outcome.DELIVERED;
		});
		this.channel.offer(this.origin, window(0));
		this.channel.wake();
		await(delivering);
		this.channel.offer(this.origin, window(1));
		this.channel.wake();
		end.countDown();
		awaitIdle();

		assertThat(this.exporter.starts()).containsExactly(start(0), start(1));
	}

	@Test
	void lastTurnDeliversAllThereIsTimeForNewestFirst() {
		this.exporter.answer(Outcome.FAILED);
		deliver(0);
		deliver(1);
		this.exporter.answer(Outcome.DELIVERED);

		this.channel.offer(this.origin, window(2));
		this.channel.finish(this.alarm, System.nanoTime() + PLENTY);
		awaitIdle();

		assertThat(this.exporter.starts()).endsWith(start(2), start(0), start(1));
		assertThat(this.exporter.timeouts()).allMatch((timeout) -> timeout.compareTo(Duration.ofSeconds(10)) <= 0);
		assertThat(this.alarm.isSet()).isFalse();
	}

	@Test
	void lastTurnDeliversThoughTheWorkerWasJustLeaving() throws Exception {
		Thread turns = Thread.currentThread();
		for (int i = 0; i < 20; i++) {
			CountDownLatch leaving = new CountDownLatch(1);
			this.origin.whenSettled(() -> {
				leaving.countDown();
				while (turns.getState() != Thread.State.BLOCKED) {
					Thread.yield();
				}
			});
			this.channel.begin(this.alarm);
			this.channel.offer(this.origin, window(2 * i));
			this.channel.wake();
			await(leaving);
			synchronized (this.channel) {
				this.origin.whenSettled(() -> {
				});
				this.channel.offer(this.origin, window(2 * i + 1));
				this.channel.finish(this.alarm, System.nanoTime() + PLENTY);
			}
			awaitIdle();

			assertThat(this.origin.settled()).hasSize(2 * i + 2);
		}
	}

	@Test
	void lastTurnEndsWithTheFirstFailure() {
		this.exporter.answer(Outcome.FAILED);
		this.channel.add(this.origin, List.of(window(0), window(1)));

		this.channel.offer(this.origin, window(2));
		this.channel.finish(this.alarm, System.nanoTime() + PLENTY);
		awaitIdle();

		assertThat(this.exporter.starts()).containsExactly(start(2));
		assertThat(this.alarm.isSet()).isFalse();
	}

	@Test
	void turnThatIsOverDeliversNothingMore() {
		this.channel.offer(this.origin, window(0));
		this.channel.finish(this.alarm, System.nanoTime() - 1);
		awaitIdle();

		assertThat(this.exporter.starts()).isEmpty();
		assertThat(this.channel.status().pending()).isEqualTo(1);
	}

	@Test
	void timeoutIsWhatIsLeftOfTheLastTurn() {
		this.channel.offer(this.origin, window(0));
		this.channel.finish(this.alarm, System.nanoTime() + Duration.ofSeconds(9).toNanos());
		awaitIdle();

		assertThat(this.exporter.timeouts().get(0)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(9));
	}

	@Test
	void exporterWithoutTargetGetsNothing() {
		this.exporter.target(null);

		deliver(0);

		assertThat(this.exporter.starts()).isEmpty();
		assertThat(this.channel.status().idleReason()).isEqualTo("idle");
		assertThat(this.channel.status().pending()).isZero();
		assertThat(this.channel.status().dropped()).isZero();
		assertThat(this.origin.settled()).as("it is not kept for a target that comes later").containsExactly("fake 1");
	}

	@Test
	void windowsOfARunBeforeWaitForATarget() {
		this.exporter.target(null);
		this.channel.add(this.origin, List.of(window(0)));
		this.channel.wake();
		awaitIdle();
		assertThat(this.channel.status().pending()).isEqualTo(1);

		this.exporter.target("fake");
		this.channel.wake();
		awaitIdle();

		assertThat(this.exporter.starts()).containsExactly(start(0));
	}

	@Test
	void exporterThatThrowsLosesThatWindowOnly() {
		this.exporter.behave((window) -> {
			throw new AssertionError("bug");
		});
		deliver(0);
		assertThat(this.channel.status().last().result())
			.isEqualTo(new ExportResult(Outcome.REJECTED, "java.lang.AssertionError: bug", 0));

		this.exporter.answer(Outcome.DELIVERED);
		deliver(1);

		assertThat(this.exporter.starts()).containsExactly(start(0), start(1));
	}

	@Test
	void exporterThatIsInterruptedAtTheEndLosesNothing() throws Exception {
		CountDownLatch delivering = new CountDownLatch(1);
		this.exporter.behave((window) -> {
			delivering.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return Outcome.DELIVERED;
		});
		this.channel.offer(this.origin, window(0));
		this.channel.wake();
		await(delivering);

		this.channel.end(this.alarm);
		awaitIdle();

		assertThat(this.channel.status().last().result().outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.origin.settled()).isEmpty();
	}

	@Test
	void exporterThatCannotTellItsTargetDisturbsNobody() {
		this.exporter.target("broken");

		deliver(0);

		assertThat(this.channel.status().target()).isNull();
		assertThat(this.channel.status().idleReason()).contains("no target for a reason");
		assertThat(this.log.warnings()).singleElement().asString().contains("no target for a reason");
	}

	@Test
	void windowThatCannotBeReadBlocksNoOther() {
		FakeOrigin broken = new FakeOrigin();
		broken.breakDown();
		this.channel.add(broken, List.of(window(0)));

		deliver(1);
		ring(1);

		assertThat(this.exporter.starts()).containsExactly(start(1));
		assertThat(this.channel.status().outcomes().get(Outcome.REJECTED).count()).isEqualTo(1);
		assertThat(this.channel.status().pending()).isZero();
		assertThat(broken.settled()).containsExactly("fake 1");
	}

	@Test
	void windowThatCannotBeReadAtPresentWaits() throws IOException {
		Files.delete(this.file);
		// there, and nothing that can be opened
		Files.createDirectory(this.file);
		deliver(0);
		assertThat(this.channel.status().last().result().outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.channel.status().last().result().detail()).startsWith("the recording cannot be read at present")
			.contains(this.file.toString());
		assertThat(this.exporter.starts()).isEmpty();
		assertThat(this.origin.settled()).isEmpty();

		Files.delete(this.file);
		Files.createFile(this.file);
		ring(1);

		assertThat(this.exporter.starts()).containsExactly(start(0));
		assertThat(this.origin.settled()).containsExactly("fake 1");
	}

	@Test
	void windowTheStoreGaveUpIsCountedAsDropped() {
		this.channel.add(this.origin, List.of(Windows.recorded(0, this.directory.resolve("gone.jfr")), window(1)));

		this.channel.wake();
		awaitIdle();

		assertThat(this.exporter.starts()).containsExactly(start(1));
		assertThat(this.channel.status().dropped()).isEqualTo(1);
		assertThat(this.origin.settled()).containsExactly("fake 1", "fake 2");
	}

	@Test
	void endOfTheRunLeavesWhatIsPending() {
		this.exporter.answer(Outcome.FAILED);
		deliver(0);
		deliver(1);

		this.channel.end(this.alarm);
		this.channel.begin(this.alarm);
		awaitIdle();

		assertThat(this.channel.status().pending()).isZero();
		assertThat(this.channel.status().dropped()).as("they are still in the store").isZero();
		assertThat(this.origin.settled()).isEmpty();
	}

	@Test
	void troubleIsWarnedOfOnceAndItsEndTold() {
		this.exporter.answer(Outcome.FAILED);
		deliver(0);
		this.clock.advance(Duration.ofMinutes(1));
		deliver(1);
		this.exporter.answer(Outcome.DELIVERED);
		this.clock.advance(Duration.ofMinutes(1));
		ring(1);

		assertThat(this.log.warnings()).containsExactly(
				"DDP-120 A profile was not delivered to fake: detail (no more warnings of this for 5 minutes)");
		assertThat(this.log.infos()).containsExactly("Profiles go to fake", "Profiles are delivered again to fake");
	}

	@Test
	void troubleThatLastsIsWarnedOfEveryFiveMinutes() {
		this.exporter.answer(Outcome.REJECTED);
		for (int minute = 0; minute < 11; minute++) {
			deliver(minute);
			this.clock.advance(Duration.ofMinutes(1));
		}

		assertThat(this.log.warnings()).hasSize(3);
	}

	private void deliver(int minute) {
		this.channel.offer(this.origin, window(minute));
		this.channel.wake();
		awaitIdle();
	}

	private void ring(int times) {
		for (int i = 0; i < times; i++) {
			this.alarm.ringNow();
			awaitIdle();
		}
	}

	private void awaitIdle() {
		try {
			assertThat(this.channel.awaitIdle(System.nanoTime() + PLENTY)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private RecordedWindow window(int minute) {
		return Windows.recorded(minute, this.file);
	}

	private Instant start(int minute) {
		return window(minute).window().start();
	}

}
