package io.ddprofiling.benchmarks.conversion;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The sample shop in a JVM of its own, which visits itself and is profiled.
 */
final class Shop implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final Process process;

	private final URI address;

	private final HttpClient client = HttpClient.newHttpClient();

	private Shop(Process process, URI address) {
		this.process = process;
		this.address = address;
	}

	static Shop start(Path jar, Path store) throws IOException, InterruptedException {
		int port = freePort();
		Process process = new ProcessBuilder(Jvm.java(), "-Xmx512m", "-jar", jar.toString(), "--server.port=" + port,
				"--server.address=127.0.0.1", "--sample.traffic.requests-per-second=200",
				"--dd.profiling.upload.enabled=false", "--dd.profiling.store.directory=" + store,
				"--dd.profiling.store.roll-interval=20s", "--management.endpoint.profiler.access=unrestricted")
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		Shop shop = new Shop(process, URI.create("http://127.0.0.1:" + port + "/actuator/"));
		try {
			shop.await("health");
			return shop;
		}
		catch (IllegalStateException | InterruptedException ex) {
			shop.close();
			throw ex;
		}
	}

	void capture(Duration length) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.address.resolve("profiler"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"seconds\":" + length.toSeconds() + "}"))
			.build();
		HttpResponse<String> answer = this.client.send(request, BodyHandlers.ofString());
		if (answer.statusCode() != 202) {
			throw new IOException("The shop makes no capture: " + answer.body());
		}
		String id = answer.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
		Thread.sleep(length.toMillis());
		await("profiler/" + id + "/pprof");
	}

	private void await(String path) throws InterruptedException {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (status(path) != 200) {
			if (!this.process.isAlive() || System.nanoTime() > deadline) {
				throw new IllegalStateException("The shop does not answer to " + path);
			}
			Thread.sleep(200);
		}
	}

	private int status(String path) throws InterruptedException {
		try {
			return this.client
				.send(HttpRequest.newBuilder(this.address.resolve(path)).build(), BodyHandlers.discarding())
				.statusCode();
		}
		catch (IOException ex) {
			// it is not up yet
			return 0;
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
