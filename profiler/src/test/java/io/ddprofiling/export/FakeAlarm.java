package io.ddprofiling.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Rings when the test says.
 */
final class FakeAlarm implements ExportChannel.Alarm {

	private final List<Duration> delays = new ArrayList<>();

	private Runnable task;

	private CompletableFuture<?> future;

	@Override
	public synchronized Future<?> ring(Runnable task, Duration delay) {
		assertNoneIsSet();
		this.task = task;
		this.future = new CompletableFuture<>();
		this.delays.add(delay);
		return this.future;
	}

	/**
	 * How long was asked to wait.
	 * @return the delays, in order
	 */
	synchronized List<Duration> delays() {
		return List.copyOf(this.delays);
	}

	synchronized boolean isSet() {
		return this.future != null && !this.future.isDone();
	}

	/**
	 * Run what is to be run later.
	 */
	void ringNow() {
		Runnable due;
		synchronized (this) {
			if (!isSet()) {
				throw new AssertionError("nothing is to be woken up");
			}
			due = this.task;
			this.future.complete(null);
		}
		due.run();
	}

	private void assertNoneIsSet() {
		if (isSet()) {
			throw new AssertionError("two of one channel would be rung");
		}
	}

}
