package io.ddprofiling.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.ddprofiling.export.ExportChannel.Turn;
import io.ddprofiling.export.ExportResult.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExportChannelTests {

	private static final long FAR = Duration.ofMinutes(1).toNanos();

	private final CapturedLog log = new CapturedLog();

	private final SettableClock clock = new SettableClock();

	private final FakeExporter exporter = new FakeExporter();

	private final ExportChannel channel = new ExportChannel(this.exporter, this.clock);

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void createRecording() throws IOException {
		this.file = Files.createFile(this.directory.resolve("recording.jfr"));
	}

	@AfterEach
	void close() {
		this.log.close();
	}

	@Test
	void windowIsDelivered() {
		deliver(0);

		assertThat(this.exporter.starts()).containsExactly(start(0));
		ExporterStatus status = this.channel.status();
		assertThat(status.target()).isEqualTo("fake");
		assertThat(status.idleReason()).isNull();
		assertThat(status.pending()).isZero();
		assertThat(status.outcomes().get(Outcome.DELIVERED).count()).isEqualTo(1);
		assertThat(status.outcomes().get(Outcome.DELIVERED).bytes()).isEqualTo(7);
		assertThat(status.last().window()).isEqualTo(window(0).window());
		assertThat(status.last().at()).isEqualTo(this.clock.instant());
	}

	@Test
	void failedWindowsAreDeliveredLaterOldestFirst() {
		this.exporter.answer(Outcome.FAILED);
		deliver(0);
		deliver(1);
		deliver(2);
		assertThat(this.exporter.starts()).as("only the oldest is tried").containsOnly(start(0));
		assertThat(this.channel.status().pending()).isEqualTo(3);

		this.exporter.answer(Outcome.DELIVERED);
		deliver(3);

		assertThat(this.exporter.starts()).endsWith(start(0), start(1), start(2), start(3));
		assertThat(this.channel.status().pending()).isZero();
		assertThat(this.channel.status().dropped()).isZero();
	}

	@ParameterizedTest
	@EnumSource(value = Outcome.class, names = { "REJECTED", "EMPTY", "DELIVERED" })
	void whatDidNotFailIsNotTriedAgain(Outcome outcome) {
		this.exporter.answer(outcome);

		deliver(0);
		deliver(1);

		assertThat(this.exporter.starts()).containsExactly(start(0), start(1));
		assertThat(this.channel.status().pending()).isZero();
	}

	@Test
	void pendingWindowsAreBoundedAndDropsCounted() {
		this.exporter.answer(Outcome.FAILED);
		for (int i = 0; i < ExportChannel.MAX_PENDING + 5; i++) {
			deliver(i);
		}

		assertThat(this.channel.status().pending()).isEqualTo(ExportChannel.MAX_PENDING);
		assertThat(this.channel.status().dropped()).isEqualTo(5);
		this.exporter.answer(Outcome.DELIVERED);
		deliver(99);
		assertThat(this.exporter.starts()).endsWith(start(ExportChannel.MAX_PENDING + 4), start(99));
		assertThat(this.exporter.starts()).as("the oldest are dropped").contains(start(6)).endsWith(start(99));
	}

	@Test
	void lastWindowGoesFirst() {
		this.exporter.answer(Outcome.FAILED);
		deliver(0);
		deliver(1);
		this.exporter.answer(Outcome.DELIVERED);

		this.channel.deliver(turn(2, FAR, true));

		assertThat(this.exporter.starts()).endsWith(start(2), start(0), start(1));
	}

	@Test
	void lastWindowIsNotTheOneDroppedFromAFullBacklog() {
		this.exporter.answer(Outcome.FAILED);
		for (int i = 0; i < ExportChannel.MAX_PENDING; i++) {
			deliver(i);
		}
		this.exporter.answer(Outcome.DELIVERED);

		this.channel.deliver(turn(99, FAR, true));

		assertThat(this.exporter.starts()).contains(start(99));
		assertThat(this.exporter.starts().subList(ExportChannel.MAX_PENDING, ExportChannel.MAX_PENDING + 2))
			.containsExactly(start(99), start(1));
		assertThat(this.channel.status().dropped()).isEqualTo(1);
	}

	@Test
	void turnThatIsOverDeliversNothingMore() {
		this.channel.deliver(turn(0, -1, false));

		assertThat(this.exporter.starts()).isEmpty();
		assertThat(this.channel.status().pending()).isEqualTo(1);
	}

	@Test
	void turnMakesWayForTheLast() {
		RecordedWindow window = window(0);
		this.channel.deliver(new Turn(source(), window, Windows.loaded(window), System.nanoTime() + FAR,
				Duration.ofSeconds(10), false, () -> true));

		assertThat(this.exporter.starts()).isEmpty();
		assertThat(this.channel.status().pending()).isEqualTo(1);
	}

	@Test
	void timeoutIsWhatIsLeftOfTheTurn() {
		this.channel.deliver(turn(0, Duration.ofSeconds(2).toNanos(), false));
		this.channel.deliver(turn(1, FAR, false));

		assertThat(this.exporter.timeouts().get(0)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(2));
		assertThat(this.exporter.timeouts().get(1)).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void exporterWithoutTargetGetsNothing() {
		this.exporter.target(null);

		deliver(0);

		assertThat(this.exporter.starts()).isEmpty();
		assertThat(this.channel.status().idleReason()).isEqualTo("idle");
		assertThat(this.channel.status().pending()).isZero();
	}

	@Test
	void exporterThatThrowsLosesThatWindowOnly() {
		this.exporter.behave((window) -> {
			throw new IllegalStateException("bug");
		});
		deliver(0);
		assertThat(this.channel.status().last().result())
			.isEqualTo(new ExportResult(Outcome.REJECTED, "java.lang.IllegalStateException: bug", 0));

		this.exporter.answer(Outcome.DELIVERED);
		deliver(1);

		assertThat(this.exporter.starts()).containsExactly(start(0), start(1));
	}

	@Test
	void exporterThatCannotTellItsTargetDisturbsNobody() {
		this.exporter.target("broken");

		this.channel.begin();
		deliver(0);

		assertThat(this.channel.status().target()).isNull();
		assertThat(this.log.warnings()).singleElement().asString().contains("no target for a reason");
	}

	@Test
	void windowThatCannotBeReadBlocksNoOther() {
		this.exporter.answer(Outcome.FAILED);
		deliver(0);
		this.exporter.answer(Outcome.DELIVERED);

		RecordedWindow next = window(1);
		this.channel.deliver(new Turn(new BrokenSource(), next, Windows.loaded(next), System.nanoTime() + FAR,
				Duration.ofSeconds(10), false, () -> false));

		assertThat(this.exporter.starts()).containsExactly(start(0), start(1));
		assertThat(this.channel.status().outcomes().get(Outcome.REJECTED).count()).isEqualTo(1);
		assertThat(this.channel.status().pending()).isZero();
	}

	@Test
	void windowTheStoreGaveUpIsCountedAsDropped() {
		this.exporter.answer(Outcome.FAILED);
		this.channel.deliver(turn(Windows.recorded(0, this.directory.resolve("gone.jfr")), FAR, false));
		deliver(1);
		this.exporter.answer(Outcome.DELIVERED);

		deliver(2);

		assertThat(this.exporter.starts()).endsWith(start(1), start(2));
		assertThat(this.channel.status().dropped()).isEqualTo(1);
	}

	@Test
	void endOfTheRunDropsWhatIsPending() {
		this.exporter.answer(Outcome.FAILED);
		deliver(0);
		deliver(1);

		this.channel.end();
		this.channel.begin();

		assertThat(this.channel.status().pending()).isZero();
		assertThat(this.channel.status().dropped()).isEqualTo(2);
	}

	@Test
	void troubleIsWarnedOfOnceAndItsEndTold() {
		this.exporter.answer(Outcome.FAILED);
		deliver(0);
		this.clock.advance(Duration.ofMinutes(1));
		deliver(1);
		this.exporter.answer(Outcome.DELIVERED);
		this.clock.advance(Duration.ofMinutes(1));
		deliver(2);

		assertThat(this.log.warnings())
			.containsExactly("A profile was not delivered to fake: detail (no more warnings of this for 5 minutes)");
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
		this.channel.deliver(turn(minute, FAR, false));
	}

	private Turn turn(int minute, long leftNanos, boolean last) {
		return turn(window(minute), leftNanos, last);
	}

	private static Turn turn(RecordedWindow window, long leftNanos, boolean last) {
		return new Turn(source(), window, Windows.loaded(window), System.nanoTime() + leftNanos, Duration.ofSeconds(10),
				last, () -> false);
	}

	private RecordedWindow window(int minute) {
		return Windows.recorded(minute, this.file);
	}

	private Instant start(int minute) {
		return window(minute).window().start();
	}

	private static WindowSource source() {
		return new Source();
	}

	/**
	 * A source that loads whatever window.
	 */
	private static final class Source implements WindowSource {

		@Override
		public List<RecordedWindow> next() {
			throw new UnsupportedOperationException();
		}

		@Override
		public ProfileWindow load(RecordedWindow window) {
			return Windows.loaded(window);
		}

	}

	/**
	 * A source that cannot load a window.
	 */
	private static final class BrokenSource implements WindowSource {

		@Override
		public List<RecordedWindow> next() {
			throw new UnsupportedOperationException();
		}

		@Override
		public ProfileWindow load(RecordedWindow window) {
			throw new IllegalStateException("unreadable");
		}

	}

}
