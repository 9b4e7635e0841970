package io.ddprofiling.spring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests to an application of a test.
 */
final class Load {

	private static final int CLIENTS = 4;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String base;

	Load(int port) {
		this.base = "http://localhost:" + port;
	}

	/**
	 * Send requests one after the other: "GET /path".
	 */
	void send(String request, int times) throws IOException, InterruptedException {
		for (int i = 0; i < times; i++) {
			send(request);
		}
	}

	HttpResponse<String> send(String request) throws IOException, InterruptedException {
		String[] parts = request.split(" ");
		return this.client.send(HttpRequest.newBuilder(URI.create(this.base + parts[1]))
			.method(parts[0], BodyPublishers.noBody())
			.timeout(Duration.ofSeconds(30))
			.build(), BodyHandlers.ofString());
	}

	/**
	 * Send all requests in turn by several clients.
	 * @return how often each request was sent
	 */
	int sendInTurn(List<String> requests, int leastTurns, Duration leastTime) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try {
			long end = System.nanoTime() + leastTime.toNanos();
			AtomicInteger turns = new AtomicInteger();
			List<Future<Void>> results = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				results.add(clients.submit(() -> {
					while (turns.getAndIncrement() < leastTurns || System.nanoTime() < end) {
						for (String request : requests) {
							send(request);
						}
					}
					return null;
				}));
			}
			for (Future<Void> result : results) {
				result.get();
			}
			return turns.get() - CLIENTS;
		}
		finally {
			clients.shutdownNow();
		}
	}

}
