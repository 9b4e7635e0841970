package io.ddprofiling;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * An application's server with a client that asks it one request after the other. Each
 * request is a span, and counts how often its thread had to wait in our code.
 */
final class RequestServer implements AutoCloseable {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final AtomicInteger sent = new AtomicInteger();

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicLong waits = new AtomicLong();

	private final AtomicReference<Exception> trouble = new AtomicReference<>();

	private final ExecutorService threads = Executors.newFixedThreadPool(2, (task) -> {
		Thread thread = new Thread(task, "request");
		thread.setDaemon(true);
		return thread;
	});

	private final HttpServer server;

	private final Thread client = new Thread(this::ask, "request-client");

	private volatile boolean ended;

	private volatile double result;

	RequestServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::answer);
		this.server.start();
		this.client.setDaemon(true);
		this.client.start();
	}

	/**
	 * How many requests were sent; each was answered before the next.
	 */
	int sent() {
		return this.sent.get();
	}

	int answered() {
		return this.answered.get();
	}

	/**
	 * How often a thread of a request was blocked, or waited, where a span begins or
	 * ends.
	 */
	long waits() {
		return this.waits.get();
	}

	Exception trouble() {
		return this.trouble.get();
	}

	/**
	 * Ends with the request that is being answered.
	 */
	void end() throws InterruptedException {
		this.ended = true;
		this.client.join();
	}

	@Override
	public void close() {
		this.ended = true;
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private void ask() {
		try {
			while (!this.ended) {
				URI url = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/");
				HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
				this.sent.incrementAndGet();
				if (connection.getResponseCode() == 200 && connection.getInputStream().readAllBytes().length == 1) {
					this.answered.incrementAndGet();
				}
			}
		}
		catch (IOException ex) {
			this.trouble.set(ex);
		}
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			long before = waitsOfThisThread();
			ProfilerSpan span = Profiler.span("GET /");
			long begun = waitsOfThisThread();
			work();
			long worked = waitsOfThisThread();
			span.close();
			this.waits.addAndGet(begun - before + waitsOfThisThread() - worked);
			exchange.sendResponseHeaders(200, 1);
			exchange.getResponseBody().write('1');
		}
	}

	private void work() {
		double sum = 0;
		for (int i = 0; i < 20_000; i++) {
			sum += Math.sin(i) + new byte[64].length;
		}
		this.result = sum;
	}

	private static long waitsOfThisThread() {
		ThreadInfo thread = THREADS.getThreadInfo(Thread.currentThread().getId());
		return thread.getBlockedCount() + thread.getWaitedCount();
	}

}
