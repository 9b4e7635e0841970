package io.ddprofiling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ddprofiling.testsupport.ClosedPort;
import io.ddprofiling.testsupport.ProfileUpload;
import io.ddprofiling.testsupport.Received;

/**
 * An agent that treats each upload as chance will have it, until it is told to be calm.
 * It notes whom it told what, so that nothing is left open: what it accepts, it answers.
 */
final class ChaosAgent implements AutoCloseable {

	private final Random random;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "chaos-agent");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * So that there is a bit of everything.
	 */
	private final List<Mood> deck = new ArrayList<>();

	private final Map<Mood, Integer> moods = new EnumMap<>(Mood.class);

	private final List<ProfileUpload> accepted = Collections.synchronizedList(new ArrayList<>());

	private final List<ProfileUpload> refused = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch end = new CountDownLatch(1);

	private final int port;

	private HttpServer server;

	private boolean calm;

	ChaosAgent(long seed) {
		this.random = new Random(seed);
		this.server = open(0);
		this.port = this.server.getAddress().getPort();
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	synchronized void calm() {
		this.calm = true;
	}

	synchronized Map<Mood, Integer> moods() {
		return Map.copyOf(this.moods);
	}

	/**
	 * The uploads that were answered with 200, in order.
	 */
	List<ProfileUpload> accepted() {
		return List.copyOf(this.accepted);
	}

	/**
	 * The uploads that were answered with 413.
	 */
	List<ProfileUpload> refused() {
		return List.copyOf(this.refused);
	}

	@Override
	public void close() {
		this.end.countDown();
		synchronized (this) {
			this.server.stop(0);
		}
		this.threads.shutdownNow();
	}

	private HttpServer open(int number) {
		try {
			HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), number), 0);
			opened.setExecutor(this.threads);
			opened.createContext("/profiling/v1/input", this::handle);
			this.threads.submit(opened::start).get();
			return opened;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			ProfileUpload upload = ProfileUpload.parse(read(exchange));
			Mood mood = next();
			switch (mood) {
				case ACCEPT -> {
					this.accepted.add(upload);
					exchange.sendResponseHeaders(200, -1);
				}
				case TOO_LARGE -> {
					this.refused.add(upload);
					exchange.sendResponseHeaders(413, -1);
				}
				case BUSY -> {
					exchange.getResponseHeaders().set("Retry-After", "1");
					exchange.sendResponseHeaders(429, -1);
				}
				case BROKEN -> exchange.sendResponseHeaders(500, -1);
				case SLOW -> exchange.sendResponseHeaders(408, -1);
				case RESET -> {
					// closed without an answer
				}
				case HANG -> hang();
				case AWAY -> this.threads.submit(this::goAway);
			}
		}
	}

	private synchronized Mood next() {
		if (this.deck.isEmpty()) {
			this.deck.addAll(List.of(Mood.values()));
			Collections.shuffle(this.deck, this.random);
		}
		Mood mood = this.calm ? Mood.ACCEPT : this.deck.remove(0);
		this.moods.merge(mood, 1, Integer::sum);
		return mood;
	}

	private void hang() {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	// nobody listens at the port for a while; what it has read has no answer yet
	private void goAway() {
		try {
			synchronized (this) {
				this.server.stop(0);
			}
			try (ClosedPort closed = new ClosedPort(this.port)) {
				if (!this.end.await(700, TimeUnit.MILLISECONDS)) {
					synchronized (this) {
						this.server = open(closed.port());
					}
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Received read(HttpExchange exchange) {
		Map<String, String> headers = new TreeMap<>();
		exchange.getRequestHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
		try {
			return new Received(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers,
					exchange.getRequestBody().readAllBytes(), Instant.now());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What may happen to an upload.
	 */
	enum Mood {

		ACCEPT, TOO_LARGE, BUSY, BROKEN, SLOW, RESET, HANG, AWAY

	}

}
