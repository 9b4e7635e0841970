package io.ddprofiling.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ddprofiling.testsupport.Received;

/**
 * An HTTP server on the loopback interface that answers each request as the test says.
 */
public final class Intake implements AutoCloseable {

	private final HttpServer server;

	private final List<Received> requests = new CopyOnWriteArrayList<>();

	private volatile Function<Received, Reply> answers = (request) -> Reply.of(200);

	public Intake() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	public URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	public List<Received> requests() {
		return this.requests;
	}

	public void answer(Function<Received, Reply> answers) {
		this.answers = answers;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			Received request = read(exchange);
			this.requests.add(request);
			Reply reply = this.answers.apply(request);
			exchange.getResponseHeaders().set("Content-Type", reply.contentType());
			exchange.sendResponseHeaders(reply.status(), (reply.body().length != 0) ? reply.body().length : -1);
			if (reply.body().length != 0) {
				exchange.getResponseBody().write(reply.body());
			}
		}
	}

	private static Received read(HttpExchange exchange) throws IOException {
		Map<String, String> headers = new TreeMap<>();
		exchange.getRequestHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
		return new Received(exchange.getRequestMethod(), exchange.getRequestURI().toASCIIString(), headers,
				exchange.getRequestBody().readAllBytes(), Instant.now());
	}

	/**
	 * An answer.
	 *
	 * @param status the status
	 * @param body the body
	 * @param contentType what the body is
	 */
	public record Reply(int status, byte[] body, String contentType) {

		public static Reply of(int status) {
			return of(status, "");
		}

		public static Reply of(int status, String body) {
			return new Reply(status, body.getBytes(StandardCharsets.UTF_8), "text/plain");
		}

	}

}
