package io.ddprofiling.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.ddprofiling.export.ExportResult.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ExportLoopTests {

	private static final Duration PLENTY = Duration.ofSeconds(10);

	private static final Duration BUDGET = Duration.ofSeconds(5);

	private final CapturedLog log = new CapturedLog();

	private final FakeExporter exporter = new FakeExporter();

	private final FakeSource source = new FakeSource();

	@AfterEach
	void close() {
		this.log.close();
	}

	@Test
	void deliversAWindowEveryPeriod() {
		ExportLoop loop = loop(Duration.ofMillis(50), this.exporter);
		loop.start(this.source);

		await().atMost(PLENTY).until(() -> this.exporter.starts().size() >= 4);
		loop.stop(BUDGET);

		// those that had to wait come after the newest
		assertThat(this.exporter.starts()).doesNotHaveDuplicates();
	}

	@Test
	void stopDeliversTheLastWindow() {
		ExportLoop loop = loop(Duration.ofHours(1), this.exporter);
		loop.start(this.source);

		loop.stop(BUDGET);

		assertThat(this.exporter.starts()).hasSize(1);
		assertThat(this.exporter.timeouts().get(0)).isLessThan(BUDGET);
	}

	@Test
	void stopWithoutStartDoesNothing() {
		loop(Duration.ofHours(1), this.exporter).stop(BUDGET);

		assertThat(this.exporter.starts()).isEmpty();
	}

	@Test
	void targetIsKnownBeforeTheFirstWindow() {
		ExportLoop loop = loop(Duration.ofHours(1), this.exporter);
		loop.start(this.source);

		await().atMost(PLENTY).until(() -> "fake".equals(loop.status().get(0).target()));
		loop.stop(BUDGET);
	}

	@Test
	void nothingIsDeliveredIfNothingWasRecorded() {
		this.source.recorded = false;
		ExportLoop loop = loop(Duration.ofMillis(20), this.exporter);
		loop.start(this.source);

		await().atMost(PLENTY).until(() -> this.source.asked.get() >= 3);
		loop.stop(BUDGET);

		assertThat(this.exporter.starts()).isEmpty();
	}

	@Test
	void windowThatFailedIsTriedAgainThoughNothingMoreIsRecorded(@TempDir Path directory) throws IOException {
		this.source.file = Files.createFile(directory.resolve("recording.jfr"));
		this.exporter.answer(Outcome.FAILED);
		ExportLoop loop = loop(Duration.ofMillis(20), this.exporter);
		loop.start(this.source);
		await().atMost(PLENTY).until(() -> !this.exporter.starts().isEmpty());
		this.source.recorded = false;
		int asked = this.source.asked.get();
		await().atMost(PLENTY).until(() -> this.source.asked.get() >= asked + 2);

		this.exporter.answer(Outcome.DELIVERED);

		await().atMost(PLENTY).until(() -> loop.status().get(0).pending() == 0);
		loop.stop(BUDGET);
		assertThat(loop.status().get(0).outcomes().get(Outcome.DELIVERED).count()).isPositive();
	}

	@Test
	void exporterThatThrowsDoesNotEndTheLoop() {
		FakeExporter broken = new FakeExporter();
		broken.behave((window) -> {
			throw new IllegalStateException("bug");
		});
		ExportLoop loop = loop(Duration.ofMillis(20), broken, this.exporter);
		loop.start(this.source);

		await().atMost(PLENTY).until(() -> broken.starts().size() >= 3 && this.exporter.starts().size() >= 3);
		loop.stop(BUDGET);

		assertThat(this.log.warnings()).singleElement().asString().contains("bug");
	}

	@Test
	void exporterWithoutTargetDoesNotKeepWindowsFromOthers() {
		FakeExporter broken = new FakeExporter();
		broken.target("broken");
		ExportLoop loop = loop(Duration.ofMillis(20), broken, this.exporter);
		loop.start(this.source);

		await().atMost(PLENTY).until(() -> this.exporter.starts().size() >= 3);
		loop.stop(BUDGET);

		assertThat(this.log.warnings()).hasSize(1);
	}

	@Test
	void sourceThatThrowsDoesNotEndTheLoopAndIsWarnedOfOnce() {
		this.source.failures.set(5);
		ExportLoop loop = loop(Duration.ofMillis(20), this.exporter);
		loop.start(this.source);

		await().atMost(PLENTY).until(() -> this.exporter.starts().size() >= 2);
		loop.stop(BUDGET);

		assertThat(this.log.warnings()).singleElement().asString().contains("StackOverflowError");
		assertThat(this.log.infos()).filteredOn((message) -> message.contains("again")).hasSize(1);
	}

	@Test
	void stopReturnsWithinItsBudgetThoughAnExporterHangs() {
		CountDownLatch end = new CountDownLatch(1);
		CountDownLatch hanging = new CountDownLatch(1);
		this.exporter.behave((window) -> {
			hanging.countDown();
			awaitUninterruptibly(end);
			return Outcome.FAILED;
		});
		ExportLoop loop = loop(Duration.ofMillis(20), this.exporter);
		loop.start(this.source);
		await().atMost(PLENTY).until(() -> hanging.getCount() == 0);

		loop.stop(Duration.ofMillis(500));

		assertThat(this.log.warnings()).anyMatch((warning) -> warning.contains("last profile was not delivered"));
		end.countDown();
		await().atMost(PLENTY).untilAsserted(() -> assertThat(threads()).noneMatch(ExportLoopTests::isOwn));
		assertThat(loop.status().get(0).pending()).isZero();
	}

	@Test
	void hangingDeliveryIsInterruptedAtTheEndOfTheBudget() {
		CountDownLatch hanging = new CountDownLatch(1);
		this.exporter.behave((window) -> {
			hanging.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return Outcome.FAILED;
		});
		ExportLoop loop = loop(Duration.ofMillis(20), this.exporter);
		loop.start(this.source);
		await().atMost(PLENTY).until(() -> hanging.getCount() == 0);

		loop.stop(Duration.ofMillis(500));

		await().atMost(PLENTY).untilAsserted(() -> assertThat(threads()).noneMatch(ExportLoopTests::isOwn));
	}

	@Test
	void startAfterStopBeginsAnew(@TempDir Path directory) throws IOException {
		this.source.file = Files.createFile(directory.resolve("recording.jfr"));
		ExportLoop loop = loop(Duration.ofHours(1), this.exporter);
		this.exporter.answer(Outcome.FAILED);
		loop.start(this.source);
		loop.stop(BUDGET);
		assertThat(loop.status().get(0).dropped()).isZero();
		assertThat(this.source.settled).isEmpty();
		this.exporter.answer(Outcome.DELIVERED);

		loop.start(this.source);
		loop.stop(BUDGET);

		// the first window may have been tried once more at the first stop
		assertThat(Set.copyOf(this.exporter.starts())).hasSize(2);
		assertThat(this.source.settled).containsExactly("fake 2");
	}

	@Test
	void exporterThatHangsDelaysNeitherTheOthersNorTheStop() {
		CountDownLatch end = new CountDownLatch(1);
		FakeExporter hanging = new FakeExporter();
		hanging.behave((window) -> {
			awaitUninterruptibly(end);
			return Outcome.DELIVERED;
		});
		ExportLoop loop = loop(Duration.ofMillis(20), hanging, this.exporter);
		loop.start(this.source);

		await().atMost(PLENTY).until(() -> this.exporter.starts().size() >= 5 && !hanging.starts().isEmpty());
		assertThat(hanging.starts()).hasSize(1);
		// that of another test may be about to end
		await().atMost(PLENTY)
			.untilAsserted(() -> assertThat(threads()).filteredOn((thread) -> thread.equals("dd-profiling-export-fake"))
				.hasSize(1));
		assertThat(loop.stop(Duration.ofSeconds(1))).as("the last window has ended").isTrue();

		end.countDown();
		await().atMost(PLENTY).untilAsserted(() -> assertThat(threads()).noneMatch(ExportLoopTests::isOwn));
		assertThat(this.source.settled).contains("fake-2 1").anyMatch((settled) -> settled.startsWith("fake "));
	}

	@Test
	void exporterThatHangsLookingForItsTargetKeepsNobodyWaiting() {
		CountDownLatch end = new CountDownLatch(1);
		ProfileExporter hanging = new HangingExporter(end);
		ExportLoop loop = loop(Duration.ofMillis(20), hanging, this.exporter);
		loop.start(this.source);

		await().atMost(PLENTY).until(() -> this.exporter.starts().size() >= 5);
		loop.stop(Duration.ofMillis(500));

		end.countDown();
		await().atMost(PLENTY).untilAsserted(() -> assertThat(threads()).noneMatch(ExportLoopTests::isOwn));
	}

	@Test
	void runThatIsStuckDoesNotEndTheNext() {
		CountDownLatch end = new CountDownLatch(1);
		this.source.stuck = end;
		ExportLoop loop = loop(Duration.ofMillis(20), this.exporter);
		loop.start(this.source);
		await().atMost(PLENTY).until(() -> this.source.asked.get() == 1);
		assertThat(loop.stop(Duration.ofMillis(300))).as("no window has ended").isFalse();
		FakeSource next = new FakeSource();
		loop.start(next);
		await().atMost(PLENTY).until(() -> !next.settled.isEmpty());

		end.countDown();

		await().atMost(PLENTY)
			.until(() -> threads().stream().filter((thread) -> thread.equals("dd-profiling-export")).count() == 1);
		int settled = next.settled.size();
		await().atMost(PLENTY).until(() -> next.settled.size() > settled + 2);
		loop.stop(BUDGET);
	}

	@Test
	void windowIsLoadedOnceForAllExporters() {
		ExportLoop loop = loop(Duration.ofHours(1), this.exporter, new FakeExporter(), new FakeExporter());
		loop.start(this.source);

		loop.stop(BUDGET);

		assertThat(this.source.settled).containsExactlyInAnyOrder("fake 1", "fake-2 1", "fake-3 1");
		assertThat(this.source.loaded).hasSize(1);
	}

	@Test
	void eachExporterHasANameOfItsOwn() {
		ExportLoop loop = loop(Duration.ofHours(1), this.exporter, new FakeExporter(), new HangingExporter(null));

		assertThat(loop.status()).extracting(ExporterStatus::name).containsExactly("fake", "fake-2", "---hang-ing");
	}

	@Test
	void windowsOfARunBeforeAreDeliveredAndThenDeleted(@TempDir Path directory) throws IOException {
		Path file = Files.createFile(directory.resolve("recording.jfr"));
		FakeOrigin before = new FakeOrigin();
		before.undelivered(List.of(Windows.recorded(100, file), Windows.recorded(101, file)));
		this.source.abandoned.add(before);
		ExportLoop loop = loop(Duration.ofMillis(50), this.exporter);
		loop.start(this.source);

		await().atMost(PLENTY).until(before::isLeft);

		assertThat(before.settled()).containsExactly("fake 101", "fake 102");
		loop.stop(BUDGET);
	}

	@Test
	void windowsOfARunBeforeAreLeftAtTheStop(@TempDir Path directory) throws IOException {
		Path file = Files.createFile(directory.resolve("recording.jfr"));
		this.exporter.answer(Outcome.FAILED);
		FakeOrigin before = new FakeOrigin();
		before.undelivered(List.of(Windows.recorded(100, file)));
		this.source.abandoned.add(before);
		ExportLoop loop = loop(Duration.ofHours(1), this.exporter);
		loop.start(this.source);
		await().atMost(PLENTY).until(() -> !this.exporter.starts().isEmpty());

		loop.stop(BUDGET);

		assertThat(before.isLeft()).isTrue();
		assertThat(before.settled()).isEmpty();
	}

	@Test
	void threadIsADaemonOfLowPriority() {
		ExportLoop loop = loop(Duration.ofHours(1), this.exporter);
		loop.start(this.source);

		await().atMost(PLENTY).until(() -> threads().contains("dd-profiling-export"));
		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().equals("dd-profiling-export"))
			.allMatch((thread) -> thread.isDaemon() && thread.getPriority() == Thread.MIN_PRIORITY);
		loop.stop(BUDGET);
		await().atMost(PLENTY).untilAsserted(() -> assertThat(threads()).noneMatch(ExportLoopTests::isOwn));
	}

	private static ExportLoop loop(Duration period, ProfileExporter... exporters) {
		return new ExportLoop(List.of(exporters),
				new ExportSettings(period, Duration.ofSeconds(10), Duration.ofDays(9999), 1000), Clock.systemUTC());
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		boolean interrupted = false;
		while (true) {
			try {
				latch.await();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean isOwn(String thread) {
		return thread.startsWith("dd-profiling-export");
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

	/**
	 * An exporter that never tells where it delivers to.
	 *
	 * @param end when it does
	 */
	private record HangingExporter(@Nullable CountDownLatch end) implements ProfileExporter {

		@Override
		public String name() {
			return "../hang ing";
		}

		@Override
		public @Nullable String target() {
			awaitUninterruptibly(this.end);
			return null;
		}

		@Override
		public String idleReason() {
			throw new IllegalStateException("no reason");
		}

		@Override
		public ExportResult export(ProfileWindow window, Duration timeout) {
			throw new UnsupportedOperationException();
		}

	}

	/**
	 * A source of one window after the other.
	 */
	private static final class FakeSource implements WindowSource {

		private final AtomicInteger asked = new AtomicInteger();

		private final AtomicInteger failures = new AtomicInteger();

		private final List<String> exporters = new CopyOnWriteArrayList<>();

		private final List<String> settled = new CopyOnWriteArrayList<>();

		private final List<Instant> loaded = new CopyOnWriteArrayList<>();

		private final Queue<AbandonedWindows> abandoned = new ConcurrentLinkedQueue<>();

		private volatile boolean recorded = true;

		private volatile CountDownLatch stuck = new CountDownLatch(0);

		private volatile Path file = Path.of("none");

		@Override
		public List<RecordedWindow> next() {
			int minute = this.asked.getAndIncrement();
			awaitUninterruptibly(this.stuck);
			if (this.failures.getAndDecrement() > 0) {
				throw new StackOverflowError();
			}
			return this.recorded ? List.of(Windows.recorded(minute, this.file)) : List.of();
		}

		@Override
		public void begin(List<String> exporters) {
			this.exporters.addAll(exporters);
		}

		@Override
		public @Nullable AbandonedWindows takeOver(List<String> exporters) {
			return this.abandoned.poll();
		}

		@Override
		public ProfileWindow load(RecordedWindow window) {
			this.loaded.add(window.window().start());
			return Windows.loaded(window);
		}

		@Override
		public void settled(String exporter, RecordedWindow window) {
			this.settled.add(exporter + " " + window.last());
		}

	}

}
