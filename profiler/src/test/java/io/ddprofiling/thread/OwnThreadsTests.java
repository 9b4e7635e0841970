package io.ddprofiling.thread;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OwnThreadsTests {

	private static final Duration TWENTY_MILLIS = Duration.ofMillis(20);

	@Test
	void cpuTimeOfAThreadThatHasEndedIsKept() throws Exception {
		Duration before = OwnThreads.cpuTime();

		Thread thread = OwnThreads.daemon(() -> burn(TWENTY_MILLIS), "dd-profiling-test");
		thread.start();
		thread.join();

		Duration after = OwnThreads.cpuTime();
		assertThat(after.minus(before)).isGreaterThanOrEqualTo(TWENTY_MILLIS);
	}

	@Test
	void cpuTimeOfAThreadThatRunsIsCountedAndNotTwiceWhenItEnds() throws Exception {
		CountDownLatch burnt = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		Thread thread = OwnThreads.daemon(() -> {
			burn(Duration.ofMillis(200));
			burnt.countDown();
			await(end);
		}, "dd-profiling-test");
		Duration before = OwnThreads.cpuTime();
		thread.start();
		burnt.await();

		Duration running = OwnThreads.cpuTime().minus(before);
		end.countDown();
		thread.join();
		Duration ended = OwnThreads.cpuTime().minus(before);

		assertThat(running).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		assertThat(ended).isBetween(running, running.plusMillis(190));
	}

	@Test
	void cpuTimeOfOthersIsNot() {
		Duration before = OwnThreads.cpuTime();
		burn(Duration.ofMillis(300));

		assertThat(OwnThreads.cpuTime().minus(before)).isLessThan(Duration.ofMillis(200));
	}

	@Test
	void threadThatFailsIsCountedToo() throws Exception {
		Duration before = OwnThreads.cpuTime();
		Thread thread = OwnThreads.daemon(() -> {
			burn(TWENTY_MILLIS);
			throw new IllegalStateException("by the test");
		}, "dd-profiling-test");
		thread.setUncaughtExceptionHandler((failed, ex) -> {
		});
		thread.start();
		thread.join();

		assertThat(OwnThreads.cpuTime().minus(before)).isGreaterThanOrEqualTo(TWENTY_MILLIS);
	}

	@Test
	void threadDoesNotKeepTheJvmAlive() {
		Thread thread = OwnThreads.daemon(() -> {
		}, "dd-profiling-test");

		assertThat(thread.isDaemon()).isTrue();
		assertThat(thread.getName()).isEqualTo("dd-profiling-test");
		assertThat(thread.isAlive()).isFalse();
	}

	private static void burn(Duration cpuTime) {
		long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + cpuTime.toNanos();
		while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < end) {
			Thread.onSpinWait();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
