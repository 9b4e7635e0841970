package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts, stops, pauses and reads one profiler from several threads in random order. Runs
 * longer with {@code -Dchaos.steps=10000}, the same order again with
 * {@code -Dchaos.seed=}.
 */
class LifeCycleChaosTests {

	private static final int THREADS = 4;

	private static final int STEPS = Integer.getInteger("chaos.steps", 300);

	private static final long SEED = Long.getLong("chaos.seed", 20260101L);

	@TempDir
	private Path directory;

	@Test
	void anyOrderOfCallsLeavesNothingBehind() throws Exception {
		System.out.println("chaos.seed=" + SEED + " chaos.steps=" + STEPS);
		Path store = this.directory.resolve("store");
		Profiler profiler = Profiler.plainBuilder()
			.service("chaos")
			.storeDirectory(store)
			.cutInterval(Duration.ofSeconds(1))
			.rollInterval(Duration.ofSeconds(10))
			.uploadPeriod(Duration.ofSeconds(1))
			.uploadMode(UploadMode.NEVER)
			.outputPrefix(this.directory.resolve("profile"))
			.build();
		try (Work work = new Work()) {
			run(profiler);
			profiler.start();
			assertThat(profiler.status().state()).as(profiler.status().reason())
				.isIn(ProfilerState.RUNNING, ProfilerState.PAUSED);
			profiler.resume();
			assertThat(profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
			assertThat(profiler.snapshot(Duration.ofMinutes(1)).recording().size()).isPositive();
		}
		finally {
			profiler.close();
		}

		assertThat(profiler.counters().lostRecordings()).isZero();
		Footprint.assertGone(store);
	}

	private static void run(Profiler profiler) throws InterruptedException, ExecutionException, TimeoutException {
		ExecutorService callers = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				Random random = new Random(SEED + i);
				running.add(callers.submit(() -> random.ints(STEPS / THREADS, 0, Step.values().length)
					.forEach((step) -> Step.values()[step].take(profiler))));
			}
			for (Future<?> caller : running) {
				caller.get(STEPS, TimeUnit.SECONDS);
			}
		}
		finally {
			callers.shutdownNow();
		}
	}

	/**
	 * What a caller can do at any time.
	 */
	private enum Step {

		START(Profiler::start), STOP(Profiler::stop), PAUSE(Profiler::pause), RESUME(Profiler::resume),
		STATUS(Profiler::status), SNAPSHOT(Step::read), CUT((profiler) -> profiler.snapshot(Duration.ofSeconds(1))),
		DROPS(Profiler::droppedChunks);

		private final Consumer<Profiler> call;

		Step(Consumer<Profiler> call) {
			this.call = call;
		}

		void take(Profiler profiler) {
			try {
				this.call.accept(profiler);
			}
			catch (ProfilerUnavailableException ex) {
				assertThat(ex).hasMessageMatching("The profiler is (stopped|unavailable).*");
			}
		}

		private static void read(Profiler profiler) {
			Snapshot snapshot = profiler.snapshot(Duration.ofMinutes(1));
			assertThat(snapshot.profile(EnumSet.allOf(ProfileType.class)).window()).isEqualTo(snapshot.window());
		}

	}

}
