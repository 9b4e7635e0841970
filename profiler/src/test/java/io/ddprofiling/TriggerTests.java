package io.ddprofiling;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.store.Capture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that each of the {@link Triggers} fires for what it is there for, and that the
 * capture shows what has caused it.
 */
class TriggerTests {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static volatile Object sink;

	@TempDir
	private Path directory;

	private final List<TriggeredCapture> told = new CopyOnWriteArrayList<>();

	private Profiler profiler;

	private boolean cpu = true;

	private volatile boolean ended;

	@AfterEach
	void stop() {
		this.ended = true;
		this.profiler.close();
	}

	@Test
	void cpuTimeOverALimit() throws IOException {
		// no more than a thread has on a machine that is very busy
		double littleOfAProcessor = 3.0 / Runtime.getRuntime().availableProcessors();
		start((triggers) -> triggers.cpu(littleOfAProcessor).cpuLasting(SECOND));

		repeat(this::burn);

		assertThat(stacks(captured("cpu"), ProfileType.CPU)).contains("TriggerTests.burn");
	}

	@Test
	void garbageCollectionsOverALimit() throws IOException {
		start((triggers) -> triggers.garbageCollection(5).garbageCollectionLasting(SECOND));

		repeat(this::collect);

		Capture capture = captured("gc");
		assertThat(stacks(capture, ProfileType.WALL)).as("%s", capture).contains("TriggerTests.collect");
	}

	@Test
	void heapOverALimitWithoutCpuProfile() throws IOException {
		System.gc();
		long size = 64L * 1024 * 1024;
		long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		this.cpu = false;
		start((triggers) -> triggers.heap(100.0 * (used + size / 2) / Runtime.getRuntime().maxMemory()));
		System.gc();
		await().pollDelay(SECOND.plusMillis(500))
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.profiler.captures().list()).as("not yet").isEmpty());

		hold((int) size);
		System.gc();

		assertThat(stacks(captured("heap"), ProfileType.ALLOCATION)).contains("TriggerTests.hold");
		sink = null;
	}

	@Test
	void workThatIsSlow() throws IOException {
		start((triggers) -> triggers.slowEndpoint(Duration.ofMillis(500)));
		work("job:quick", 1);

		work("job:slow", 600);

		Capture capture = captured("slow-endpoint");
		assertThat(capture.cause()).startsWith("slow-endpoint: job:slow took ").endsWith(" ms, over 500 ms");
		assertThat(stacks(capture, ProfileType.CPU)).contains("TriggerTests.work");
	}

	@Test
	void outOfMemory() throws IOException, InterruptedException {
		start((triggers) -> triggers.outOfMemory(true));

		Thread failing = new Thread(this::exhaust, "exhausting");
		failing.start();
		// while it waits, Awaitility takes what is not caught
		failing.join();

		assertThat(stacks(captured("out-of-memory"), ProfileType.CPU)).contains("TriggerTests.exhaust");
		this.profiler.stop();
		assertThat(String.valueOf(Thread.getDefaultUncaughtExceptionHandler())).doesNotContain("OutOfMemory");
	}

	@Test
	void startUp() throws IOException {
		repeat(this::burn);

		start((triggers) -> triggers.startUp(true));

		Capture capture = captured("start-up");
		assertThat(capture.window().duration()).as("a minute, but captures are bounded").hasSeconds(3);
		assertThat(stacks(capture, ProfileType.CPU)).contains("TriggerTests.burn");
	}

	@Test
	void nothingIsWatchedUnlessItIsAskedFor() {
		start((triggers) -> {
		});

		assertThat(this.profiler.triggers().status()).isEmpty();
		// that of another test may be about to end
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("dd-profiling-triggers"));
	}

	private void start(Consumer<TriggerSettings> triggers) {
		this.profiler = LocalProfiler.builder(this.directory)
			.captureMaxDuration(Duration.ofSeconds(3))
			.type(ProfileType.CPU, this.cpu)
			.triggers((settings) -> triggers.accept(settings.before(SECOND).after(SECOND)))
			.build();
		this.profiler.triggers().addListener(this.told::add);
		this.profiler.start();
		assertThat(this.profiler.isRunning()).as(() -> this.profiler.status().reason()).isTrue();
	}

	private Capture captured(String trigger) {
		await().atMost(Duration.ofSeconds(30)).until(() -> this.told.size() == 2);
		assertThat(this.told).allMatch((capture) -> capture.trigger().equals(trigger));
		Capture begun = this.told.get(0).capture();
		Capture capture = this.told.get(1).capture();
		assertThat(begun.state()).isEqualTo(Capture.State.RECORDING);
		assertThat(capture.state()).as(capture.note()).isEqualTo(Capture.State.COMPLETE);
		assertThat(capture.id()).isEqualTo(begun.id());
		assertThat(capture.cause()).isEqualTo(trigger + ": " + this.told.get(0).reason());
		assertThat(this.profiler.captures().list()).extracting(Capture::id).containsExactly(capture.id());
		assertThat(this.profiler.triggers().status()).singleElement().satisfies((status) -> {
			assertThat(status.name()).isEqualTo(trigger);
			assertThat(status.fired()).isEqualTo(1);
			assertThat(status.last()).isNotNull();
		});
		return capture;
	}

	private String stacks(Capture capture, ProfileType type) throws IOException {
		Snapshot snapshot = this.profiler.captures().open(capture.id()).orElseThrow();
		return new String(SnapshotFormat.COLLAPSED.encode(snapshot, EnumSet.of(type)), StandardCharsets.UTF_8);
	}

	private void repeat(Runnable task) {
		Thread thread = new Thread(() -> {
			while (!this.ended) {
				task.run();
			}
		}, "causing");
		thread.setDaemon(true);
		thread.start();
	}

	private void burn() {
		burnFor(1);
	}

	// during a collection no stack of Java can be seen
	private void collect() {
		System.gc();
		burnFor(2);
	}

	private void hold(int bytes) {
		byte[][] held = new byte[bytes / 65536][];
		for (int i = 0; i < held.length; i++) {
			held[i] = new byte[65536];
		}
		sink = held;
	}

	private void work(String name, int millis) {
		try (ProfilerSpan span = Profiler.span(name)) {
			burnFor(millis);
		}
	}

	// more than any heap has: the JVM's own error, while the others have enough
	private void exhaust() {
		burnFor(300);
		sink = new byte[Integer.MAX_VALUE];
	}

	private static void burnFor(long millis) {
		long end = THREADS.getCurrentThreadCpuTime() + millis * 1_000_000;
		double sum = 0;
		while (THREADS.getCurrentThreadCpuTime() < end) {
			sum += Math.sin(sum);
		}
		sink = sum;
	}

}
