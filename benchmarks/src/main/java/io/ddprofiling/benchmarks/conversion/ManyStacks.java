package io.ddprofiling.benchmarks.conversion;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.ddprofiling.CaptureRequest;
import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerSpan;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.store.Capture;
import io.ddprofiling.testsupport.DistinctStacks;

/**
 * Captures itself for a minute, with ten times the usual samples, while eight threads
 * work on tasks with names and are found in some 20,000 places. Argument: the directory
 * to capture in.
 */
public final class ManyStacks {

	private static final Duration LENGTH = Duration.ofSeconds(60);

	private static final int THREADS = 8;

	private static final int DEPTH = 40;

	private static final int PLACES = 20_000;

	private static volatile Object sink = "";

	private ManyStacks() {
	}

	/**
	 * Captures.
	 * @param args see the class
	 * @throws InterruptedException never
	 */
	public static void main(String[] args) throws InterruptedException {
		try (Profiler profiler = Profiler.plainBuilder()
			.service("many-stacks")
			.storeDirectory(Path.of(args[0]))
			.uploadMode(UploadMode.NEVER)
			.maxOverhead(100)
			.cpuInterval(Duration.ofMillis(1))
			.wallInterval(Duration.ofMillis(5))
			.allocationInterval(256 * 1024)
			.captureMaxBytes(256L * 1024 * 1024)
			.rollInterval(Duration.ofSeconds(40))
			.lockInterval(Duration.ofMillis(1))
			.build()) {
			startWorkers();
			profiler.start();
			Thread.sleep(5_000);
			Capture capture = profiler.capture(CaptureRequest.ofNext(LENGTH));
			Thread.sleep(LENGTH.toMillis());
			while (profiler.captures().find(capture.id()).orElseThrow().state() == Capture.State.RECORDING) {
				Thread.sleep(200);
			}
		}
	}

	static void startWorkers() {
		for (int i = 0; i < THREADS; i++) {
			Thread thread = new Thread(ManyStacks::work, "worker-" + i);
			thread.setDaemon(true);
			thread.start();
		}
	}

	private static void work() {
		while (true) {
			int place = ThreadLocalRandom.current().nextInt(PLACES);
			ProfilerSpan span = Profiler.span("task-" + place % 50).label("tenant", "tenant-" + place % 7);
			DistinctStacks.run(DEPTH, place, ManyStacks::leaf);
			span.close();
			if (place % 16 == 0) {
				pause();
			}
		}
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(2);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void leaf() {
		long end = System.nanoTime() + 200_000;
		while (System.nanoTime() < end) {
			sink = new byte[512];
		}
	}

}
