package io.ddprofiling.sample;

import java.time.Duration;

/**
 * Work that takes time but no CPU, such as a write to a slow disk.
 */
final class SlowWork {

	private SlowWork() {
	}

	// A sleep and not a park: JFR counts every park as waiting for a java.util.concurrent
	// lock, which would hide the wait for the real lock behind the work of its owner.
	static void take(Duration duration) {
		try {
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
