package io.ddprofiling.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a handler so many times a second.
 */
final class Requests implements AutoCloseable {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final HttpRequest request;

	private final long distanceNanos;

	private final AtomicLong answered = new AtomicLong();

	private volatile boolean ended;

	Requests(URI uri, int clients, int perSecond) {
		this.request = HttpRequest.newBuilder(uri).build();
		this.distanceNanos = TimeUnit.SECONDS.toNanos(1) * clients / perSecond;
		for (int i = 0; i < clients; i++) {
			Thread thread = new Thread(this::ask, "client-" + i);
			thread.setDaemon(true);
			thread.start();
		}
	}

	long answered() {
		return this.answered.get();
	}

	@Override
	public void close() {
		this.ended = true;
	}

	private void ask() {
		long next = System.nanoTime();
		while (!this.ended) {
			try {
				this.client.send(this.request, BodyHandlers.discarding());
				this.answered.incrementAndGet();
			}
			catch (IOException ex) {
				throw new IllegalStateException("The handler does not answer", ex);
			}
			catch (InterruptedException ex) {
				return;
			}
			next = Math.max(next + this.distanceNanos, System.nanoTime() - this.distanceNanos);
			LockSupport.parkNanos(next - System.nanoTime());
		}
	}

}
