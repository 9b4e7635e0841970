package io.ddprofiling.jfr;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import io.ddprofiling.jfr.Work.Burnt;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.FlightRecorderRecorder;
import io.ddprofiling.recorder.RecorderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Compares what profiles of the Flight Recorder's say with what the JVM itself counts.
 */
@Tag("alone")
class FlightRecorderAccuracyTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final SamplingRates RATES = Recording.RATES.with(ProfileType.EXCEPTION, 1)
		.with(ProfileType.IO, 10_000_000);

	private static final String WORK = "io.ddprofiling.jfr.Work.";

	@TempDir
	private Path directory;

	private Recording recording;

	private boolean stopped;

	@AfterEach
	void stopRecording() throws RecorderException {
		if (this.recording != null && !this.stopped) {
			this.recording.stop();
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	@EnabledForJreRange(minVersion = 25)
	void cpuTimeIsWhatTheThreadUsed() throws Exception {
		Burnt[] burnt = new Burnt[1];
		start();
		Work.run("burner", () -> burnt[0] = Work.measuredBurn(3000));
		Profile profile = stop();

		burnt[0].assumeEnough();
		long used = burnt[0].used();
		assertThat(Recording.ofThread(profile, SampleType.CPU_TIME, "burner")).isCloseTo(used, withinPercentage(5));
		assertThat(Recording.ofMethod(profile, SampleType.CPU_TIME, WORK + "burn")).isCloseTo(used,
				withinPercentage(5));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	@EnabledForJreRange(minVersion = 25)
	void cutsLoseNoCpuTime() throws Exception {
		Burnt[] burnt = new Burnt[1];
		start();
		CountDownLatch burned = new CountDownLatch(1);
		Thread burner = new Thread(() -> {
			burnt[0] = Work.measuredBurn(4000);
			burned.countDown();
		}, "burner");
		burner.start();
		int cuts = 0;
		while (!burned.await(150, TimeUnit.MILLISECONDS)) {
			this.recording.cut();
			cuts++;
		}
		Profile profile = stop();

		burnt[0].assumeEnough();
		assertThat(cuts).isGreaterThanOrEqualTo(15);
		assertThat(Recording.ofThread(profile, SampleType.CPU_TIME, "burner")).isCloseTo(burnt[0].used(),
				withinPercentage(5));
	}

	@Test
	@EnabledForJreRange(maxVersion = 24)
	void cpuTimeIsAnEstimate() throws Exception {
		Burnt[] burnt = new Burnt[1];
		start();
		Work.run("burner", () -> burnt[0] = Work.measuredBurn(3000));
		Profile profile = stop();

		// a thread that could run and waits for a processor is sampled, too
		assertThat(Recording.ofThread(profile, SampleType.CPU_TIME, "burner")).isBetween(burnt[0].used() / 2,
				burnt[0].elapsed() * 2);
		assertThat(Recording.ofMethod(profile, SampleType.CPU_TIME, WORK + "burn")).isPositive();
	}

	@Test
	void bytesOfSmallObjectsAreThoseOfTheThread() throws Exception {
		assertAllocation(104, 10_000);
	}

	@Test
	void bytesOfLargeObjectsAreThoseOfTheThread() throws Exception {
		assertAllocation(8_000_000, 1);
	}

	@Test
	void longWaitsForAMonitorAreMeasured() throws Exception {
		start();
		long waited = Work.waitForMonitor("waiter", 10, 60);
		Profile profile = stop();

		assertThat(Recording.ofThread(profile, SampleType.LOCK_DELAY, "waiter")).isCloseTo(waited,
				withinPercentage(10));
		assertThat(Recording.ofThread(profile, SampleType.LOCK_CONTENTIONS, "waiter")).isEqualTo(10);
		assertThat(labels(profile, SampleType.LOCK_DELAY, "waiter", LabelKey.CLASS_NAME))
			.containsExactly(Work.ContendedMonitor.class.getName());
	}

	@Test
	void waitForALockOfTheLibraryIsMeasured() throws Exception {
		start();
		long waited = Work.waitForLock("waiter", 300);
		Profile profile = stop();

		assertThat(Recording.ofThread(profile, SampleType.LOCK_DELAY, "waiter")).isCloseTo(waited,
				withinPercentage(10));
		assertThat(labels(profile, SampleType.LOCK_DELAY, "waiter", LabelKey.CLASS_NAME))
			.containsExactly("java.util.concurrent.locks.ReentrantLock$NonfairSync");
	}

	@Test
	void waitForWorkIsNoWaitForALock() throws Exception {
		Exchanger<String> exchanger = new Exchanger<>();
		start();
		Thread idle = new Thread(() -> exchange(exchanger), "idle");
		idle.start();
		Work.sleep(100);
		exchanger.exchange("work", 10, TimeUnit.SECONDS);
		idle.join();
		Profile profile = stop();

		assertThat(Recording.ofThread(profile, SampleType.LOCK_CONTENTIONS, "idle")).isZero();
	}

	@Test
	@EnabledForJreRange(minVersion = 25)
	void exceptionsAreScaledToTheirNumber() throws Exception {
		start();
		Work.run("thrower", () -> {
			for (int i = 0; i < 300; i++) {
				Thrower.fail(1000);
				Work.sleep(5);
			}
		});
		Profile profile = stop();

		assertThat(Recording.ofThread(profile, SampleType.EXCEPTIONS, "thrower")).isCloseTo(300_000,
				withinPercentage(10));
		assertThat(labels(profile, SampleType.EXCEPTIONS, "thrower", LabelKey.EXCEPTION_TYPE))
			.containsExactly("java.lang.IllegalStateException");
		assertThat(Recording.ofMethod(profile, SampleType.EXCEPTIONS, Thrower.class.getName() + ".fail"))
			.isCloseTo(300_000, withinPercentage(10));
	}

	@Test
	void survivorsAreFoundAndGarbageIsNot() throws Exception {
		List<byte[]> survivors = new ArrayList<>();
		start();
		Work.run("keeper", () -> {
			for (int i = 0; i < 200_000; i++) {
				survivors.add(keep());
				Work.allocateBytes(1000, 1);
			}
		});
		System.gc();
		Profile profile = stop();

		assertThat(survivors).hasSize(200_000);
		long kept = Recording.ofMethod(profile, SampleType.LIVE_OBJECTS,
				FlightRecorderAccuracyTests.class.getName() + ".keep");
		assertThat(kept).isPositive();
		assertThat(Recording.ofMethod(profile, SampleType.LIVE_OBJECTS, WORK + "allocateBytes"))
			.isLessThanOrEqualTo(kept / 10);
		assertThat(Recording.ofMethod(profile, SampleType.LIVE_SPACE,
				FlightRecorderAccuracyTests.class.getName() + ".keep"))
			.isBetween(1L, Runtime.getRuntime().maxMemory());
	}

	@Test
	void slowReadsAreMeasured() throws Exception {
		start();
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
				Socket connection = server.accept()) {
			CompletableFuture<Long> waited = new CompletableFuture<>();
			Thread reader = new Thread(() -> waited.complete(read(client)), "reader");
			reader.start();
			Work.sleep(200);
			try (OutputStream out = connection.getOutputStream()) {
				out.write(1);
			}
			reader.join();
			Profile profile = stop();

			assertThat(Recording.ofThread(profile, SampleType.IO_TIME, "reader")).isCloseTo(waited.join(),
					withinPercentage(10));
			assertThat(Recording.ofThread(profile, SampleType.IO_OPERATIONS, "reader")).isEqualTo(1);
		}
	}

	@Test
	void edgesOfTheWindowAreKept() throws Exception {
		start();
		Work.run("early", this::allocateNowAndThen);
		Instant between = Instant.now();
		Work.sleep(20);
		Work.run("late", this::allocateNowAndThen);
		stop();

		TimeWindow window = this.recording.window();
		Profile before = this.recording.profile(new TimeWindow(window.start(), between));
		Profile after = this.recording.profile(new TimeWindow(between, window.end()));
		assertThat(Recording.ofThread(before, SampleType.ALLOCATED_SPACE, "early")).isPositive();
		assertThat(Recording.ofThread(before, SampleType.ALLOCATED_SPACE, "late")).isZero();
		assertThat(Recording.ofThread(after, SampleType.ALLOCATED_SPACE, "early")).isZero();
		assertThat(Recording.ofThread(after, SampleType.ALLOCATED_SPACE, "late")).isPositive();
	}

	@Test
	void threadsAreNamedAndNumberedAsInJava() throws Exception {
		long[] id = new long[1];
		start();
		Work.run("allocator", () -> {
			id[0] = Thread.currentThread().getId();
			Work.allocateBytes(1_000_000, 100);
		});
		Profile profile = stop();

		assertThat(labels(profile, SampleType.ALLOCATED_SPACE, "allocator", LabelKey.THREAD_ID)).containsExactly(id[0]);
		assertThat(labels(profile, SampleType.ALLOCATED_SPACE, "allocator", LabelKey.CLASS_NAME))
			.containsExactly("byte[]");
		for (int row = 0; row < profile.rows(); row++) {
			assertThat(Recording.label(profile, row, LabelKey.THREAD_NATIVE_ID)).isNull();
		}
	}

	@Test
	void ownThreadsAreLeftOut() throws Exception {
		start();
		Work.run("dd-profiling-upload", () -> Work.allocateBytes(1_000_000, 100));
		Profile profile = stop();

		assertThat(Recording.ofThread(profile, SampleType.ALLOCATED_SPACE, "dd-profiling-upload")).isZero();
	}

	private void assertAllocation(int length, int count) throws Exception {
		long[] allocated = new long[1];
		start();
		Work.run("allocator", () -> {
			long start = THREADS.getCurrentThreadAllocatedBytes();
			// what the thread allocates after its last sample is missing, up to 0.2 s
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(6);
			while (System.nanoTime() < end) {
				Work.allocateBytes(length, count);
			}
			allocated[0] = THREADS.getCurrentThreadAllocatedBytes() - start;
		});
		Profile profile = stop();

		assertThat(Recording.ofThread(profile, SampleType.ALLOCATED_SPACE, "allocator")).isCloseTo(allocated[0],
				withinPercentage(10));
		assertThat(Recording.ofMethod(profile, SampleType.ALLOCATED_SPACE, WORK + "allocateBytes"))
			.isCloseTo(allocated[0], withinPercentage(10));
	}

	private void allocateNowAndThen() throws InterruptedException {
		for (int i = 0; i < 50; i++) {
			Work.allocateBytes(1_000_000, 1);
			Work.sleep(20);
		}
	}

	private void start() throws RecorderException {
		this.recording = Recording.start(new FlightRecorderRecorder(RATES, 512, this.directory), this.directory);
	}

	private Profile stop() throws RecorderException {
		this.stopped = true;
		return this.recording.stop().profile();
	}

	private static byte[] keep() {
		return new byte[1000];
	}

	private static long read(Socket socket) {
		try (InputStream in = socket.getInputStream()) {
			long start = System.nanoTime();
			int read = in.read();
			long waited = System.nanoTime() - start;
			assertThat(read).isEqualTo(1);
			return waited;
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static void exchange(Exchanger<String> exchanger) {
		try {
			exchanger.exchange("nothing");
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Set<Object> labels(Profile profile, SampleType type, String thread, LabelKey key) {
		int column = profile.sampleTypes().indexOf(type);
		return IntStream.range(0, profile.rows())
			.filter((row) -> profile.value(row, column) > 0)
			.filter((row) -> thread.equals(Recording.label(profile, row, LabelKey.THREAD_NAME)))
			.mapToObj((row) -> Recording.label(profile, row, key))
			.collect(Collectors.toSet());
	}

	/**
	 * A method that creates exceptions.
	 */
	static final class Thrower {

		private Thrower() {
		}

		static void fail(int times) {
			for (int i = 0; i < times; i++) {
				Work.sink = new IllegalStateException();
			}
		}

	}

}
