package io.ddprofiling.span;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One thread that does what it is told.
 */
final class Worker {

	private final ExecutorService executor = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "worker");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Does something to its end.
	 * @param task what to do
	 */
	void run(Runnable task) {
		try {
			this.executor.submit(task).get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void end() {
		this.executor.shutdown();
	}

}
