package io.ddprofiling.export.transport;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Sends requests over TCP, with TLS for {@code https}, through a proxy if there is one.
 * The JDK's HTTP clients are not used: the one shares cookies, credentials and stream
 * handlers with the application and cannot be told to give up a write, the other keeps
 * threads between requests.
 *
 * @since 0.1.0
 */
public final class TcpTransport implements HttpTransport {

	private final ServerAddress server;

	private final String path;

	private final TransportSettings settings;

	private final @Nullable HttpProxy proxy;

	/**
	 * Whether the proxy has asked who is there: it is told unasked from then on, so that
	 * a body is sent once.
	 */
	private volatile boolean asked;

	/**
	 * Creates a transport that goes straight to the server.
	 * @param base scheme, host and port of the server; a path is put before each
	 * request's
	 */
	public TcpTransport(URI base) {
		this(base, TransportSettings.DEFAULT);
	}

	/**
	 * Creates a transport.
	 * @param base scheme, host and port of the server; a path is put before each
	 * request's
	 * @param settings how to reach the server
	 */
	public TcpTransport(URI base, TransportSettings settings) {
		this.server = ServerAddress.of(base);
		this.settings = settings;
		this.proxy = HttpProxy.isBypassedFor(this.server.name()) ? null : settings.proxy();
		String prefix = (base.getRawPath() != null) ? base.getRawPath() : "";
		this.path = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
	}

	@Override
	public String address() {
		return this.server.scheme() + "://" + this.server.authority() + this.path;
	}

	@Override
	public HttpAnswer send(HttpRequest request, Duration timeout) throws IOException {
		HttpProxy between = this.proxy;
		if (between == null) {
			return exchange(request, timeout, false);
		}
		long deadline = System.nanoTime() + timeout.toNanos();
		boolean authorized = this.asked;
		try {
			return through(between, request, timeout, authorized);
		}
		catch (ProxyRefusalException ex) {
			if (!ex.isQuestion() || authorized || !between.hasCredentials()) {
				throw ex;
			}
			this.asked = true;
			return through(between, request, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())), true);
		}
	}

	// 407 is never the server's answer: it has not got the request
	private HttpAnswer through(HttpProxy between, HttpRequest request, Duration timeout, boolean authorized)
			throws IOException {
		HttpAnswer answer = exchange(request, timeout, authorized);
		if (ProxyRefusalException.isQuestion(answer)) {
			throw new ProxyRefusalException(between, answer.status());
		}
		return answer;
	}

	private HttpAnswer exchange(HttpRequest request, Duration timeout, boolean authorized) throws IOException {
		Connection connection = new TcpConnection(this.server, this.settings, this.proxy, authorized);
		return new TimedExchange(whole(request, authorized), this.server.authority(), connection).within(timeout);
	}

	private HttpRequest whole(HttpRequest request, boolean authorized) {
		HttpProxy relay = this.server.isSecure() ? null : this.proxy;
		Map<String, String> headers = new LinkedHashMap<>(request.headers());
		if (relay != null && authorized) {
			headers.put("Proxy-Authorization", relay.authorization());
		}
		String origin = (relay != null) ? this.server.scheme() + "://" + this.server.authority() : "";
		return new HttpRequest(request.method(), origin + this.path + request.path(), headers, request.body());
	}

}
