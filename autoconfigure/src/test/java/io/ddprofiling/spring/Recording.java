package io.ddprofiling.spring;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerState;
import io.ddprofiling.ProfilerStatus;
import io.ddprofiling.span.Spans;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether and what the profiler records in this JVM.
 */
final class Recording {

	private static final int HELD_MILLIS = 200;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final Object LOCK = new Object();

	// what is seen from outside is not optimised away
	private static volatile byte[] sink = {};

	private Recording() {
	}

	/**
	 * Skip the test, saying why, on a platform there is no native library for; anything
	 * else that keeps the profiler from running is a failure.
	 */
	static void assumePossible(Profiler profiler) {
		ProfilerStatus status = profiler.status();
		Assumptions.assumeFalse(String.valueOf(status.reason()).contains("does not run on"), status.reason());
		assertThat(status.state()).as(status.reason()).isEqualTo(ProfilerState.RUNNING);
	}

	/**
	 * Use the processor, allocate, wait and contend for a lock, for about a second.
	 */
	static void work() {
		Thread rival = new Thread(Recording::contend, "rival");
		synchronized (LOCK) {
			rival.start();
			while (rival.getState() != Thread.State.BLOCKED) {
				Thread.onSpinWait();
			}
			burn(HELD_MILLIS);
		}
		try {
			rival.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		burn(800);
	}

	/**
	 * Do the same for a request, on a thread of its own.
	 * @param pattern the pattern of the route
	 * @param traceId the identifier of the trace
	 */
	static void serve(String pattern, String traceId) {
		Object request = new Object();
		Thread serving = new Thread(() -> {
			Spans.open(request, (work, description) -> {
				description.web("GET", pattern);
				description.trace(traceId, "00f067aa0ba902b7");
			});
			burn(500);
			LockSupport.parkNanos(200_000_000);
			Spans.close(request);
			Spans.answered("GET", pattern);
		}, "serving");
		serving.start();
		try {
			serving.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void contend() {
		synchronized (LOCK) {
			burn(HELD_MILLIS);
		}
	}

	// by the processor's time: on a busy machine, an elapsed second has little of it
	private static void burn(long millis) {
		long end = THREADS.getCurrentThreadCpuTime() + millis * 1_000_000;
		while (THREADS.getCurrentThreadCpuTime() < end) {
			sink = new byte[1000];
		}
	}

}
