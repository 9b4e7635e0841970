package io.ddprofiling.export.transport;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * A connection over TCP, with TLS for {@code https}, and through a proxy if there is one:
 * what is secured goes through a tunnel, so that the proxy sees nothing of it.
 */
final class TcpConnection implements Connection {

	private final ServerAddress server;

	private final TransportSettings settings;

	private final @Nullable HttpProxy proxy;

	private final boolean authorized;

	private final Socket socket = new Socket(Proxy.NO_PROXY);

	private Socket conversation = this.socket;

	private @Nullable InputStream input;

	/**
	 * Creates a connection.
	 * @param server the server
	 * @param settings how to reach it
	 * @param proxy the proxy in between, or {@code null} for none
	 * @param authorized whether to tell the proxy who is there
	 */
	TcpConnection(ServerAddress server, TransportSettings settings, @Nullable HttpProxy proxy, boolean authorized) {
		this.server = server;
		this.settings = settings;
		this.proxy = proxy;
		this.authorized = authorized;
	}

	@Override
	public void open() throws IOException {
		HttpProxy between = this.proxy;
		this.socket.connect((between != null) ? new InetSocketAddress(between.host(), between.port())
				: new InetSocketAddress(this.server.name(), this.server.port()));
		this.socket.setTcpNoDelay(true);
		if (this.server.isSecure()) {
			if (between != null) {
				openTunnel(between);
			}
			this.conversation = secured();
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

	private void openTunnel(HttpProxy between) throws IOException {
		String authorization = this.authorized ? between.authorization() : null;
		this.socket.getOutputStream().write(HttpMessage.connect(this.server.tunnel(), authorization));
		// unbuffered, as what follows belongs to TLS
		int status = HttpMessage.read(this.socket.getInputStream()).status();
		if (status < 200 || status >= 300) {
			throw new ProxyRefusalException(between, status);
		}
	}

	private Socket secured() throws IOException {
		SSLSocket secured = (SSLSocket) context().getSocketFactory()
			.createSocket(this.socket, this.server.name(), this.server.port(), true);
		SSLParameters parameters = secured.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		secured.setSSLParameters(parameters);
		secured.startHandshake();
		return secured;
	}

	private SSLContext context() throws IOException {
		try {
			return (this.settings.tls() != null) ? this.settings.tls().get() : SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException | RuntimeException ex) {
			throw new IOException("TLS is not set up: " + ex.getMessage(), ex);
		}
	}

}
