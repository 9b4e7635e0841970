package io.ddprofiling.export.transport;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Sends requests over a Unix socket. The JDK's HTTP clients cannot, and the libraries
 * that can would change which client the application's own {@code RestClient} is built
 * on, merely by being on its class path.
 *
 * @since 0.1.0
 */
public final class UnixSocketTransport implements HttpTransport {

	private final Path socket;

	/**
	 * Creates a transport.
	 * @param socket the socket's path
	 */
	public UnixSocketTransport(Path socket) {
		this.socket = socket;
	}

	@Override
	public String address() {
		return "unix://" + this.socket;
	}

	@Override
	public HttpAnswer send(HttpRequest request, Duration timeout) throws IOException {
		return new TimedExchange(request, "localhost", new UnixConnection(this.socket)).within(timeout);
	}

	/**
	 * A connection over a Unix socket.
	 */
	private static final class UnixConnection implements Connection {

		private final Path socket;

		private final SocketChannel channel;

		private final InputStream input;

		UnixConnection(Path socket) throws IOException {
			this.socket = socket;
			this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
			this.input = new BufferedInputStream(Channels.newInputStream(this.channel));
		}

		@Override
		public void open() throws IOException {
			if (Files.isDirectory(this.socket)) {
				throw new IOException(this.socket + " is a directory: name the socket in it, as in "
						+ this.socket.resolve("apm.socket"));
			}
			this.channel.connect(UnixDomainSocketAddress.of(this.socket));
		}

		@Override
		public InputStream input() {
			return this.input;
		}

		@Override
		public OutputStream output() {
			return Channels.newOutputStream(this.channel);
		}

		@Override
		public void close() throws IOException {
			this.channel.close();
		}

	}

}
