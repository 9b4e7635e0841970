package io.ddprofiling;

/**
 * A thread that keeps one core busy and allocates, so that there is something to sample.
 */
final class Work implements AutoCloseable {

	private final Thread thread = new Thread(this::run, "busy-worker");

	private volatile boolean ended;

	private volatile double result;

	Work() {
		this.thread.setDaemon(true);
		this.thread.start();
	}

	@Override
	public void close() {
		this.ended = true;
	}

	private void run() {
		while (!this.ended) {
			burn();
		}
	}

	private void burn() {
		double sum = 0;
		for (int i = 0; i < 10_000; i++) {
			sum += Math.sin(i) + new byte[64].length;
		}
		this.result = sum;
	}

}
