package io.ddprofiling.export.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Sends requests over TCP with the JDK's {@link HttpURLConnection}, which unlike its
 * newer sibling keeps no thread and no connection between requests.
 *
 * @since 0.1.0
 */
public final class TcpTransport implements HttpTransport {

	private final URI base;

	/**
	 * Creates a transport.
	 * @param base scheme, host and port of the server; a path is put before each
	 * request's
	 */
	public TcpTransport(URI base) {
		this.base = base;
	}

	@Override
	public String address() {
		String host = (this.base.getHost() != null) ? this.base.getHost() : "";
		String port = (this.base.getPort() >= 0) ? ":" + this.base.getPort() : "";
		return this.base.getScheme() + "://" + host + port + basePath();
	}

	@Override
	public HttpAnswer send(HttpRequest request, Duration timeout) throws IOException {
		HttpURLConnection connection = open(request, timeout);
		try {
			if (request.body().length > 0) {
				connection.setDoOutput(true);
				connection.setFixedLengthStreamingMode(request.body().length);
				try (OutputStream out = connection.getOutputStream()) {
					out.write(request.body());
				}
			}
			int status = connection.getResponseCode();
			if (status < 0) {
				throw new IOException("The answer is not HTTP");
			}
			return new HttpAnswer(status, body(connection, status));
		}
		finally {
			connection.disconnect();
		}
	}

	private HttpURLConnection open(HttpRequest request, Duration timeout) throws IOException {
		URL url = URI.create(address() + request.path()).toURL();
		HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
		connection.setRequestMethod(request.method());
		connection.setInstanceFollowRedirects(false);
		connection.setUseCaches(false);
		connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
		connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
		request.headers().forEach(connection::setRequestProperty);
		connection.setRequestProperty("Connection", "close");
		return connection;
	}

	private String basePath() {
		String path = (this.base.getRawPath() != null) ? this.base.getRawPath() : "";
		return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}

	private static String body(HttpURLConnection connection, int status) throws IOException {
		try (InputStream in = (status >= 400) ? connection.getErrorStream() : connection.getInputStream()) {
			return (in != null) ? new String(in.readNBytes(HttpAnswer.BODY_LIMIT), StandardCharsets.UTF_8) : "";
		}
	}

}
