package io.ddprofiling;

import org.jspecify.annotations.Nullable;

/**
 * A task that runs when the JVM shuts down, unless it is taken back before.
 */
final class ShutdownHook {

	private final Runnable task;

	private @Nullable Thread thread;

	ShutdownHook(Runnable task) {
		this.task = task;
	}

	void add() {
		Thread added = new Thread(this.task, "dd-profiling-shutdown");
		Runtime.getRuntime().addShutdownHook(added);
		this.thread = added;
	}

	void remove() {
		Thread added = this.thread;
		this.thread = null;
		if (added != null && Thread.currentThread() != added) {
			try {
				Runtime.getRuntime().removeShutdownHook(added);
			}
			catch (IllegalStateException ex) {
				// the JVM is shutting down already: the hook finds nothing to stop
			}
		}
	}

	/**
	 * Whether the JVM is shutting down, and other parts of it may have ended before.
	 * @return {@code true} from the beginning of a shutdown on
	 */
	static boolean isJvmEnding() {
		Thread probe = new Thread(() -> {
		});
		try {
			Runtime.getRuntime().addShutdownHook(probe);
			Runtime.getRuntime().removeShutdownHook(probe);
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

}
