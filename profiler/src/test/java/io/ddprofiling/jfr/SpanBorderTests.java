package io.ddprofiling.jfr;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.span.SpanSource;
import io.ddprofiling.span.Spans;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Threads that go from one work to the next all the time, each in a method of its own
 * name, while the recording is cut: the label of each sample must be that of the method
 * on its stack.
 */
@Tag("alone")
@EnabledOnOs({ OS.LINUX, OS.MAC })
class SpanBorderTests {

	private static final String PREFIX = SpanBorderTests.class.getName() + ".work";

	private static final SpanSource<String[]> SOURCE = (work, description) -> description.task(work[0]);

	/**
	 * So many that the compiler does not make one of them.
	 */
	private static final List<Consumer<Runnable>> WORKS = List.of(SpanBorderTests::work0, SpanBorderTests::work1,
			SpanBorderTests::work2, SpanBorderTests::work3);

	private static volatile Object sink = new Object();

	@TempDir
	private Path directory;

	private final AtomicBoolean running = new AtomicBoolean(true);

	private final ReentrantLock lock = new ReentrantLock();

	@AfterEach
	void forget() {
		Spans.recordTo(null);
	}

	@Test
	void samplesOfAllTypesBearTheNameOfTheirMethod() throws Exception {
		Recording recording = record(4, 50, (random) -> {
			burn(random.nextLong(100_000, 3_000_000));
			sink = new byte[100_000];
			thrown(random);
			if (random.nextInt(4) == 0) {
				waitForLock();
			}
		});
		Profile profile = recording.stop().profile();

		assertThat(recording.droppedSpans()).isZero();
		assertLabels(profile, SampleType.CPU_SAMPLES, 50);
		assertLabels(profile, SampleType.ALLOCATED_OBJECTS, 50);
		assertLabels(profile, SampleType.EXCEPTIONS, 20);
		assertLabels(profile, SampleType.LOCK_CONTENTIONS, 5);
		assertLabels(profile, SampleType.WALL_SAMPLES, 50);
	}

	@Test
	void cpuSamplesOfVeryShortWorkBearTheNameOfTheirMethod() throws Exception {
		Recording recording = record(4, 50, (random) -> burn(random.nextLong(10_000, 400_000)));
		Profile profile = recording.stop().profile();

		assertThat(recording.droppedSpans()).isZero();
		assertLabels(profile, SampleType.CPU_SAMPLES, 50);
	}

	@Test
	void wallSamplesOfAnIdleThreadAreThoseOfItsSpans() throws Exception {
		Recording recording = Recording.start(this.directory);
		long[] idle = new long[3];
		Thread thread = new Thread(() -> {
			for (int i = 0; i < 3; i++) {
				int work = i;
				idle[i] = time(() -> inSpan(work, () -> sleep(1200)));
				sleep(300);
			}
		}, "idler");
		thread.start();
		while (thread.isAlive()) {
			thread.join(400);
			recording.cut();
		}
		Profile profile = recording.stop().profile();

		// the times within a batch are computed, as if the timer had never been late
		assertLabels(profile, SampleType.WALL_SAMPLES, 50, 0.9);
		for (int i = 0; i < 3; i++) {
			assertThat(ofWork(profile, SampleType.WALL_TIME, "work" + i)).isCloseTo(idle[i], withinPercentage(15));
		}
	}

	private Recording record(int threads, int cuts, Job job) throws Exception {
		Recording recording = Recording.start(this.directory);
		List<Thread> all = new ArrayList<>();
		AtomicInteger failed = new AtomicInteger();
		for (int i = 0; i < threads; i++) {
			SplittableRandom random = new SplittableRandom(i);
			Thread thread = new Thread(() -> {
				while (this.running.get()) {
					inSpan(random.nextInt(4), () -> job.run(random));
				}
			}, "worker-" + i);
			thread.setUncaughtExceptionHandler((dead, ex) -> failed.incrementAndGet());
			all.add(thread);
			thread.start();
		}
		for (int i = 0; i < cuts; i++) {
			long end = System.nanoTime() + 100_000_000;
			while (System.nanoTime() < end) {
				LockSupport.parkNanos(end - System.nanoTime());
			}
			recording.tend();
			recording.cut();
		}
		this.running.set(false);
		for (Thread thread : all) {
			thread.join();
		}
		assertThat(failed).hasValue(0);
		return recording;
	}

	private static void inSpan(int work, Runnable task) {
		String[] name = { "work" + work };
		Spans.open(name, SOURCE);
		try {
			WORKS.get(work).accept(task);
		}
		finally {
			Spans.close(name);
		}
	}

	private static void work0(Runnable task) {
		sink = "begin 0";
		task.run();
		sink = "end 0";
	}

	private static void work1(Runnable task) {
		sink = "begin 1";
		task.run();
		sink = "end 1";
	}

	private static void work2(Runnable task) {
		sink = "begin 2";
		task.run();
		sink = "end 2";
	}

	private static void work3(Runnable task) {
		sink = "begin 3";
		task.run();
		sink = "end 3";
	}

	private static void burn(long nanos) {
		long end = System.nanoTime() + nanos;
		double sum = 0;
		while (System.nanoTime() < end) {
			sum += Math.sqrt(sum + 1);
		}
		sink = sum;
	}

	private static void thrown(SplittableRandom random) {
		try {
			throw new IllegalStateException("number " + random.nextInt());
		}
		catch (IllegalStateException ex) {
			sink = ex;
		}
	}

	private void waitForLock() {
		this.lock.lock();
		try {
			burn(1_000_000);
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void sleep(long millis) {
		try {
			Work.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long time(Runnable task) {
		long start = System.nanoTime();
		task.run();
		return System.nanoTime() - start;
	}

	private static void assertLabels(Profile profile, SampleType type, long atLeast) {
		assertLabels(profile, type, atLeast, 0.98);
	}

	private static void assertLabels(Profile profile, SampleType type, long atLeast, double share) {
		int column = profile.sampleTypes().indexOf(type);
		long right = 0;
		long missing = 0;
		List<String> wrong = new ArrayList<>();
		for (int row = 0; row < profile.rows(); row++) {
			long samples = profile.value(row, column);
			String method = workOnStack(profile, row);
			Object label = Recording.label(profile, row, LabelKey.TASK);
			if (samples == 0 || (method == null && label == null)) {
				continue;
			}
			if (label == null) {
				missing += samples;
			}
			else if (method == null || method.equals(label)) {
				right += (method != null) ? samples : 0;
			}
			else {
				wrong.add(samples + " in " + method + " as " + label);
			}
		}
		assertThat(wrong).as("%s beside %d right ones", type, right).isEmpty();
		assertThat(right).as("%s", type).isGreaterThanOrEqualTo(atLeast);
		assertThat(right / (double) (right + missing)).as("%s, %d without a label", type, missing)
			.isGreaterThanOrEqualTo(share);
	}

	private static String workOnStack(Profile profile, int row) {
		return Recording.stack(profile, row)
			.stream()
			.filter((function) -> function.startsWith(PREFIX))
			.map((function) -> function.substring(function.lastIndexOf('.') + 1))
			.findFirst()
			.orElse(null);
	}

	private static long ofWork(Profile profile, SampleType type, String work) {
		int column = profile.sampleTypes().indexOf(type);
		long sum = 0;
		for (int row = 0; row < profile.rows(); row++) {
			sum += work.equals(Recording.label(profile, row, LabelKey.TASK)) ? profile.value(row, column) : 0;
		}
		return sum;
	}

	/**
	 * What is done in a span.
	 */
	private interface Job {

		void run(SplittableRandom random);

	}

}
