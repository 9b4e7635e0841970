package io.ddprofiling.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.jspecify.annotations.Nullable;

/**
 * A Datadog agent on a TCP port of the loopback interface.
 */
public final class FakeAgent extends RecordingAgent {

	private final String scheme;

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool(DaemonThreads.named("fake-agent"));

	/**
	 * Start an agent on any free port.
	 */
	public FakeAgent() {
		this(0);
	}

	/**
	 * Start an agent on a port.
	 * @param port the port, 0 for any
	 */
	public FakeAgent(int port) {
		this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
	}

	/**
	 * Start an agent on an address.
	 * @param address the address, with port 0 for any
	 */
	public FakeAgent(InetSocketAddress address) {
		this(address, null);
	}

	/**
	 * Start an agent that speaks TLS.
	 * @param tls the certificate to show
	 * @return the agent
	 */
	public static FakeAgent withTls(TestCertificate tls) {
		return new FakeAgent(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls.serverContext());
	}

	private FakeAgent(InetSocketAddress address, @Nullable SSLContext tls) {
		this.scheme = (tls != null) ? "https" : "http";
		try {
			this.server = (tls != null) ? secure(address, tls) : HttpServer.create(address, 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::handle);
		// the server's own thread is a daemon only if a daemon starts it
		CompletableFuture.runAsync(this.server::start, this.executor).join();
	}

	/**
	 * Return the port.
	 * @return the port
	 */
	public int port() {
		return this.server.getAddress().getPort();
	}

	@Override
	public URI url() {
		String address = this.server.getAddress().getAddress().getHostAddress();
		String host = address.contains(":") ? "[" + address.replaceFirst("%.*", "") + "]" : address;
		return URI.create(this.scheme + "://" + host + ":" + port());
	}

	@Override
	public void close() {
		resetConnections();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	private static HttpServer secure(InetSocketAddress address, SSLContext tls) throws IOException {
		HttpsServer server = HttpsServer.create(address, 0);
		server.setHttpsConfigurator(new HttpsConfigurator(tls));
		return server;
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			Optional<Answer> answer = take(read(exchange));
			if (answer.isPresent()) {
				write(exchange, answer.get());
			}
		}
	}

	private Received read(HttpExchange exchange) throws IOException {
		Map<String, String> headers = new TreeMap<>();
		exchange.getRequestHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
		URI uri = exchange.getRequestURI();
		String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
		byte[] body = exchange.getRequestBody().readAllBytes();
		return new Received(exchange.getRequestMethod(), uri.getRawPath() + query, headers, body, Instant.now());
	}

	private void write(HttpExchange exchange, Answer answer) throws IOException {
		answer.headers().forEach(exchange.getResponseHeaders()::set);
		int length = answer.body().length;
		exchange.sendResponseHeaders(answer.status(), (length != 0) ? length : -1);
		if (length != 0) {
			exchange.getResponseBody().write(answer.body());
		}
	}

}
