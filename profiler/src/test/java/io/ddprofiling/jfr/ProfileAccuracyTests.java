package io.ddprofiling.jfr;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import io.ddprofiling.AnotherAsyncProfiler;
import io.ddprofiling.jfr.Work.Burnt;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.profile.TimeWindow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Compares what profiles say with what the JVM itself counts.
 */
@Tag("alone")
@EnabledOnOs({ OS.LINUX, OS.MAC })
class ProfileAccuracyTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@TempDir
	private Path directory;

	@Test
	void cpuTimeIsWhatTheThreadUsed() throws Exception {
		Recording recording = Recording.start(this.directory);
		Burnt burnt = burn(3000);
		long used = burnt.used();
		Profile profile = recording.stop().profile();

		burnt.assumeEnough();
		assertThat(Recording.ofThread(profile, SampleType.CPU_TIME, "burner")).isCloseTo(used, withinPercentage(5));
		assertThat(Recording.ofMethod(profile, SampleType.CPU_TIME, "io.ddprofiling.jfr.Work.burn")).isCloseTo(used,
				withinPercentage(5));
		assertThat(Recording.ofThread(profile, SampleType.CPU_SAMPLES, "burner")
				* Recording.RATES.interval(ProfileType.CPU))
			.isEqualTo(Recording.ofThread(profile, SampleType.CPU_TIME, "burner"));
	}

	@Test
	void cpuTimeIsRightWhenTheIntervalIsStretched() throws Exception {
		Recording recording = Recording.stretched(this.directory, Map.of(ProfileType.CPU, 2));
		Burnt burnt = burn(4000);
		long used = burnt.used();
		Profile profile = recording.stop().profile();

		burnt.assumeEnough();
		assertThat(Recording.ofThread(profile, SampleType.CPU_TIME, "burner")).isCloseTo(used, withinPercentage(10));
		assertThat(Recording.ofThread(profile, SampleType.CPU_SAMPLES, "burner") * 17_000_000)
			.isEqualTo(Recording.ofThread(profile, SampleType.CPU_TIME, "burner"));
	}

	@Test
	void allocationsAndWallTimeAreRightWhenTheirIntervalsAreStretched() throws Exception {
		long[] done = new long[2];
		Recording recording = Recording.stretched(this.directory,
				Map.of(ProfileType.ALLOCATION, 2, ProfileType.LIVE_HEAP, 2, ProfileType.WALL, 4));
		Work.run("allocator", () -> {
			long start = THREADS.getCurrentThreadAllocatedBytes();
			Work.allocateBytes(104, 20_000_000);
			done[0] = THREADS.getCurrentThreadAllocatedBytes() - start;
		});
		Work.run("sleeper", () -> done[1] = Work.sleep(4000));
		Profile profile = recording.stop().profile();

		assertThat(Recording.ofThread(profile, SampleType.ALLOCATED_SPACE, "allocator")).isCloseTo(done[0],
				withinPercentage(10));
		assertThat(Recording.ofThread(profile, SampleType.WALL_TIME, "sleeper")).isCloseTo(done[1],
				withinPercentage(10));
	}

	@Test
	void smallAllocationsAreScaledUp() throws Exception {
		assertAllocation(104, 10_000_000);
	}

	@Test
	void allocationsLikeTheIntervalAreScaledUp() throws Exception {
		assertAllocation(700_000, 3000);
	}

	@Test
	void largeAllocationsAreAllCounted() throws Exception {
		assertAllocation(8_000_000, 200);
	}

	@Test
	void mixedAllocationsAreScaledUp() throws Exception {
		long[] allocated = new long[1];
		Recording recording = Recording.start(this.directory);
		Work.run("allocator", () -> {
			long start = THREADS.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < 100; i++) {
				Work.allocateBytes(184, 100_000);
				Work.allocateBytes(5_000_000, 1);
			}
			allocated[0] = THREADS.getCurrentThreadAllocatedBytes() - start;
		});
		Profile profile = recording.stop().profile();

		assertAllocation(profile, allocated[0], 100 * 100_001);
	}

	@ParameterizedTest
	@CsvSource({ "104, 10000000", "20000, 50000", "700000, 3000" })
	void allocationsAreScaledUpWhenAnotherProfilerHasTheSamplerOfTheJvm(int length, int count) throws Exception {
		try (AnotherAsyncProfiler another = new AnotherAsyncProfiler(this.directory)) {
			another.execute("start,jfr,event=alloc,alloc=512k,file=" + this.directory.resolve("another.jfr"));

			assertAllocation(length, count);
		}
	}

	@Test
	void longWaitsForAMonitorAreMeasured() throws Exception {
		Recording recording = Recording.start(this.directory);
		long waited = Work.waitForMonitor("waiter", 3, 200);
		Profile profile = recording.stop().profile();

		assertThat(waited).isGreaterThan(600_000_000);
		assertThat(Recording.ofThread(profile, SampleType.LOCK_DELAY, "waiter")).isCloseTo(waited,
				withinPercentage(10));
		assertThat(Recording.ofThread(profile, SampleType.LOCK_CONTENTIONS, "waiter")).isEqualTo(3);
		assertThat(lockClasses(profile)).containsExactly(Work.ContendedMonitor.class.getName());
	}

	@Test
	void shortWaitsForAMonitorAreScaledUp() throws Exception {
		Recording recording = Recording.start(this.directory);
		long waited = Work.waitForMonitor("waiter", 150, 3);
		Profile profile = recording.stop().profile();

		assertThat(Recording.ofThread(profile, SampleType.LOCK_DELAY, "waiter")).isCloseTo(waited,
				withinPercentage(10));
		assertThat(Recording.ofThread(profile, SampleType.LOCK_CONTENTIONS, "waiter")).isCloseTo(150,
				withinPercentage(30));
	}

	@Test
	void waitForALockOfTheLibraryIsMeasured() throws Exception {
		Recording recording = Recording.start(this.directory);
		long waited = Work.waitForLock("waiter", 300);
		Profile profile = recording.stop().profile();

		assertThat(Recording.ofThread(profile, SampleType.LOCK_DELAY, "waiter")).isCloseTo(waited,
				withinPercentage(10));
		assertThat(Recording.ofThread(profile, SampleType.LOCK_CONTENTIONS, "waiter")).isEqualTo(1);
		assertThat(lockClasses(profile)).containsExactly("java.util.concurrent.locks.ReentrantLock$NonfairSync");
	}

	@Test
	void wallTimeOfASleepingThreadIsItsElapsedTime() throws Exception {
		long[] slept = new long[1];
		Recording recording = Recording.start(this.directory);
		Work.run("sleeper", () -> slept[0] = Work.sleep(2000));
		Profile profile = recording.stop().profile();

		assertThat(Recording.ofThread(profile, SampleType.WALL_TIME, "sleeper")).isCloseTo(slept[0],
				withinPercentage(10));
		assertThat(Recording.ofThread(profile, SampleType.CPU_TIME, "sleeper")).isLessThan(50_000_000);
	}

	@Test
	void wallTimeOfASleepingThreadIsCutAtTheEdgesOfTheWindow() throws Exception {
		Recording recording = Recording.start(this.directory);
		Instant start = Instant.now();
		Work.run("sleeper", () -> Work.sleep(2000));
		recording.stop();

		Instant from = start.plusMillis(600);
		Instant to = start.plusMillis(1600);
		Profile inside = recording.profile(new TimeWindow(from, to));
		Profile before = recording.profile(new TimeWindow(recording.window().start(), from));
		Profile after = recording.profile(new TimeWindow(to, recording.window().end()));
		assertThat(Recording.ofThread(inside, SampleType.WALL_TIME, "sleeper")).isCloseTo(1_000_000_000,
				withinPercentage(10));
		assertThat(Recording.ofThread(inside, SampleType.WALL_TIME, "sleeper")
				+ Recording.ofThread(before, SampleType.WALL_TIME, "sleeper")
				+ Recording.ofThread(after, SampleType.WALL_TIME, "sleeper"))
			.isEqualTo(Recording.ofThread(recording.profile(), SampleType.WALL_TIME, "sleeper"));
	}

	private static Burnt burn(long millis) throws Exception {
		Burnt[] burnt = new Burnt[1];
		Work.run("burner", () -> burnt[0] = Work.measuredBurn(millis));
		return burnt[0];
	}

	private void assertAllocation(int length, int count) throws Exception {
		long[] allocated = new long[1];
		Recording recording = Recording.start(this.directory);
		Work.run("allocator", () -> {
			long start = THREADS.getCurrentThreadAllocatedBytes();
			Work.allocateBytes(length, count);
			allocated[0] = THREADS.getCurrentThreadAllocatedBytes() - start;
		});
		Profile profile = recording.stop().profile();

		assertAllocation(profile, allocated[0], count);
	}

	private static void assertAllocation(Profile profile, long bytes, long objects) {
		assertThat(Recording.ofThread(profile, SampleType.ALLOCATED_SPACE, "allocator")).isCloseTo(bytes,
				withinPercentage(10));
		assertThat(Recording.ofThread(profile, SampleType.ALLOCATED_OBJECTS, "allocator")).isCloseTo(objects,
				withinPercentage(15));
		assertThat(Recording.ofMethod(profile, SampleType.ALLOCATED_SPACE, "io.ddprofiling.jfr.Work.allocateBytes"))
			.isCloseTo(bytes, withinPercentage(10));
	}

	private static Set<Object> lockClasses(Profile profile) {
		int delay = profile.sampleTypes().indexOf(SampleType.LOCK_DELAY);
		return IntStream.range(0, profile.rows())
			.filter((row) -> profile.value(row, delay) > 0)
			.filter((row) -> "waiter".equals(Recording.label(profile, row, LabelKey.THREAD_NAME)))
			.mapToObj((row) -> Recording.label(profile, row, LabelKey.CLASS_NAME))
			.collect(Collectors.toSet());
	}

}
