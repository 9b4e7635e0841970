package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.ProfileExporter;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.TimeWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Exporters of the user's own beside each other, with a real recording.
 */
class OwnExportersTests {

	private static final Duration PLENTY = Duration.ofSeconds(30);

	private static final Comparator<TimeWindow> OLDEST_FIRST = Comparator.comparing(TimeWindow::start);

	private final CapturedLog log = new CapturedLog();

	private final Work work = new Work();

	private final CountDownLatch end = new CountDownLatch(1);

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.end.countDown();
		this.work.close();
		this.log.close();
		Threads.assertGone();
	}

	@Test
	void oneThatHangsAndOneThatThrowsDisturbNobody() {
		OwnExporter hanging = new OwnExporter("hanging", (window) -> hang());
		OwnExporter throwing = new OwnExporter("throwing", (window) -> {
			throw new StackOverflowError("bug");
		});
		OwnExporter good = new OwnExporter("good", (window) -> new ExportResult(Outcome.DELIVERED, "well", 1));
		OwnExporter other = new OwnExporter("good", (window) -> new ExportResult(Outcome.DELIVERED, "well", 1));
		Profiler profiler = builder().exporter(hanging).exporter(throwing).exporter(good).exporter(other).build();
		profiler.start();

		await().atMost(PLENTY).until(() -> good.windows.size() >= 3 && other.windows.size() >= 3);
		await().atMost(PLENTY).until(() -> throwing.windows.size() >= 3 && !hanging.windows.isEmpty());
		assertThat(profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
		assertThat(hanging.windows).as("one call at a time").hasSize(1);
		profiler.stop();

		assertThat(profiler.status().state()).isEqualTo(ProfilerState.STOPPED);
		assertThat(profiler.exporters()).extracting(ExporterStatus::name)
			.containsExactly("hanging", "throwing", "good", "good-2");
		assertThat(profiler.exporters().get(1).outcomes().get(Outcome.REJECTED).count()).isGreaterThanOrEqualTo(3);
		List<TimeWindow> delivered = windows(good, good.windows);
		for (int i = 1; i < delivered.size(); i++) {
			assertThat(delivered.get(i).start()).isEqualTo(delivered.get(i - 1).end());
		}
		assertThat(good.windows).as("read once")
			.anyMatch((window) -> other.windows.stream().anyMatch((same) -> same == window));
		assertThat(this.directory.resolve("store")).as("is left for the one that hangs").isNotEmptyDirectory();
		assertThat(profiler.counters().lostRecordings()).isZero();
	}

	@Test
	void eachGetsWhatItHasNotHadAfterTheNextStart() {
		OwnExporter away = new OwnExporter("away", (window) -> new ExportResult(Outcome.FAILED, "away", 0));
		OwnExporter good = new OwnExporter("good", (window) -> new ExportResult(Outcome.DELIVERED, "well", 1));
		Profiler profiler = builder().exporter(away).exporter(good).build();
		profiler.start();
		await().atMost(PLENTY).until(() -> good.windows.size() >= 2);
		profiler.stop();
		List<ProfileWindow> first = List.copyOf(good.windows);
		away.windows.clear();
		away.behaviour = (window) -> new ExportResult(Outcome.DELIVERED, "well", 1);

		profiler.start();
		// what was recorded after the last window is one more
		await().atMost(PLENTY)
			.until(() -> away.windows.stream().filter((window) -> isOf(first, window)).count() >= first.size());
		profiler.stop();

		assertThat(away.windows).filteredOn((window) -> isOf(first, window))
			.as("oldest first")
			.extracting(ProfileWindow::window)
			.isSortedAccordingTo(OLDEST_FIRST)
			.doesNotHaveDuplicates();
		List<TimeWindow> late = windows(away, first);
		assertThat(windows(good, first)).as("what it had before is not repeated").containsExactlyElementsOf(late);
		assertThat(this.directory.resolve("store")).isEmptyDirectory();
	}

	// those that had to wait come after the newest
	private static List<TimeWindow> windows(OwnExporter exporter, List<ProfileWindow> run) {
		return exporter.windows.stream()
			.filter((window) -> isOf(run, window))
			.map(ProfileWindow::window)
			.sorted(OLDEST_FIRST)
			.toList();
	}

	private static boolean isOf(List<ProfileWindow> run, ProfileWindow window) {
		return window.identity().equals(run.get(0).identity());
	}

	private ExportResult hang() {
		boolean ended = false;
		while (!ended) {
			try {
				this.end.await();
				ended = true;
			}
			catch (InterruptedException ex) {
				// the worst there is: it goes on
			}
		}
		return new ExportResult(Outcome.DELIVERED, "at last", 1);
	}

	private ProfilerBuilder builder() {
		return Profiler.plainBuilder()
			.service("orders")
			.storeDirectory(this.directory.resolve("store"))
			.uploadMode(UploadMode.NEVER)
			.uploadPeriod(Duration.ofSeconds(1))
			.cutInterval(Duration.ofSeconds(1));
	}

	/**
	 * An exporter that does as the test says.
	 */
	private static final class OwnExporter implements ProfileExporter {

		private final String name;

		private final List<ProfileWindow> windows = new CopyOnWriteArrayList<>();

		private volatile Function<ProfileWindow, ExportResult> behaviour;

		OwnExporter(String name, Function<ProfileWindow, ExportResult> behaviour) {
			this.name = name;
			this.behaviour = behaviour;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public String target() {
			return "the test";
		}

		@Override
		public String idleReason() {
			return "never idle";
		}

		@Override
		public ExportResult export(ProfileWindow window, Duration timeout) {
			this.windows.add(window);
			return this.behaviour.apply(window);
		}

	}

}
