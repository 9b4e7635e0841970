package io.ddprofiling.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A TCP port of the loopback interface at which nobody listens. A port that is only free
 * may be given to somebody else meanwhile; this one can be had by its number only.
 */
public final class ClosedPort implements AutoCloseable {

	private final Socket socket = new Socket();

	/**
	 * Take any free port.
	 */
	public ClosedPort() {
		this(0);
	}

	/**
	 * Take a port that a server has just left.
	 * @param port the port, 0 for any
	 */
	public ClosedPort(int port) {
		try {
			// a server may take it over
			this.socket.setReuseAddress(true);
			this.socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the port.
	 * @return the port
	 */
	public int port() {
		return this.socket.getLocalPort();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
