package io.ddprofiling.export.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that does to each connection what the test says, byte by byte.
 */
final class ScriptedServer implements AutoCloseable {

	private final ServerSocketChannel server;

	private final Script script;

	private final Queue<SocketChannel> connections = new ConcurrentLinkedQueue<>();

	private final AtomicInteger accepted = new AtomicInteger();

	private final CountDownLatch closed = new CountDownLatch(1);

	ScriptedServer(ServerSocketChannel server, Script script) {
		this.server = server;
		this.script = script;
		start(this::accept);
	}

	SocketAddress address() throws IOException {
		return this.server.getLocalAddress();
	}

	int accepted() {
		return this.accepted.get();
	}

	@Override
	public void close() throws IOException {
		this.closed.countDown();
		this.server.close();
		for (SocketChannel connection : this.connections) {
			connection.close();
		}
	}

	private void accept() {
		try {
			while (true) {
				SocketChannel connection = this.server.accept();
				this.accepted.incrementAndGet();
				this.connections.add(connection);
				start(() -> serve(connection));
			}
		}
		catch (IOException ex) {
			// closed by the test
		}
	}

	private void serve(SocketChannel connection) {
		try (connection) {
			this.script.serve(new Peer(new BufferedInputStream(Channels.newInputStream(connection)),
					Channels.newOutputStream(connection), this.closed));
		}
		catch (IOException ex) {
			// given up by the client
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "scripted-server");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * What the server does to a connection.
	 */
	interface Script {

		void serve(Peer peer) throws IOException;

	}

	/**
	 * The client as the server sees it.
	 *
	 * @param in what the client sends
	 * @param out what the client gets
	 * @param closed is counted down when the test is over
	 */
	record Peer(InputStream in, OutputStream out, CountDownLatch closed) {

		String readHead() throws IOException {
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
				int next = this.in.read();
				if (next < 0) {
					throw new IOException("no whole head");
				}
				head.write(next);
			}
			return head.toString(StandardCharsets.ISO_8859_1);
		}

		byte[] readBody(String head) throws IOException {
			String length = head.replaceFirst("(?s).*Content-Length: (\\d+).*", "$1");
			return this.in.readNBytes(Integer.parseInt(length));
		}

		void readAll() throws IOException {
			this.in.transferTo(OutputStream.nullOutputStream());
		}

		void write(String text) throws IOException {
			this.out.write(text.getBytes(StandardCharsets.UTF_8));
			this.out.flush();
		}

		void hang() throws IOException {
			try {
				this.closed.await();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}

	}

}
