package io.ddprofiling.export.transport;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * Sends requests over TCP, with TLS for {@code https}. The JDK's HTTP clients are not
 * used: the one shares cookies, credentials and stream handlers with the application and
 * cannot be told to give up a write, the other keeps threads between requests.
 *
 * @since 0.1.0
 */
public final class TcpTransport implements HttpTransport {

	// java.net.URI knows no host with an underscore, Docker's networks do
	private static final Pattern AUTHORITY = Pattern.compile("(?:.*@)?(\\[[^]]+]|[^:\\[\\]@]+)(?::(\\d{0,5}))?");

	private final String scheme;

	private final String host;

	private final int port;

	private final String path;

	/**
	 * Creates a transport.
	 * @param base scheme, host and port of the server; a path is put before each
	 * request's
	 */
	public TcpTransport(URI base) {
		Matcher authority = AUTHORITY.matcher((base.getRawAuthority() != null) ? base.getRawAuthority() : "");
		if (!authority.matches()) {
			throw new IllegalArgumentException("'base' must have a host");
		}
		String number = authority.group(2);
		this.scheme = base.getScheme();
		this.host = authority.group(1);
		this.port = (number != null && !number.isEmpty()) ? Integer.parseInt(number) : -1;
		String prefix = (base.getRawPath() != null) ? base.getRawPath() : "";
		this.path = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
	}

	@Override
	public String address() {
		return this.scheme + "://" + authority() + this.path;
	}

	@Override
	public HttpAnswer send(HttpRequest request, Duration timeout) throws IOException {
		HttpRequest whole = new HttpRequest(request.method(), this.path + request.path(), request.headers(),
				request.body());
		return new TimedExchange(whole, authority(), new TcpConnection()).within(timeout);
	}

	private String authority() {
		return this.host + ((this.port >= 0) ? ":" + this.port : "");
	}

	/**
	 * A connection over TCP.
	 */
	private final class TcpConnection implements Connection {

		private final boolean secure = TcpTransport.this.scheme.equals("https");

		private final Socket socket = new Socket(Proxy.NO_PROXY);

		private Socket conversation = this.socket;

		private @Nullable InputStream input;

		@Override
		public void open() throws IOException {
			String name = TcpTransport.this.host.replace("[", "").replace("]", "");
			int usualPort = this.secure ? 443 : 80;
			int number = (TcpTransport.this.port >= 0) ? TcpTransport.this.port : usualPort;
			this.socket.connect(new InetSocketAddress(name, number));
			this.socket.setTcpNoDelay(true);
			if (this.secure) {
				this.conversation = secured(name, number);
			}
		}

		@Override
		public InputStream input() throws IOException {
			InputStream opened = this.input;
			if (opened == null) {
				opened = new BufferedInputStream(this.conversation.getInputStream());
				this.input = opened;
			}
			return opened;
		}

		@Override
		public OutputStream output() throws IOException {
			return this.conversation.getOutputStream();
		}

		// below TLS: closing that waits for a write in progress
		@Override
		public void close() throws IOException {
			this.socket.close();
		}

		private Socket secured(String name, int number) throws IOException {
			SSLSocket secured = (SSLSocket) sockets().createSocket(this.socket, name, number, true);
			SSLParameters parameters = secured.getSSLParameters();
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
			secured.setSSLParameters(parameters);
			secured.startHandshake();
			return secured;
		}

		private SSLSocketFactory sockets() throws IOException {
			try {
				return SSLContext.getDefault().getSocketFactory();
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IOException("TLS is not set up in this JVM", ex);
			}
		}

	}

}
