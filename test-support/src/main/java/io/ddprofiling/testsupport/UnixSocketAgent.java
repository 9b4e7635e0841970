package io.ddprofiling.testsupport;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A Datadog agent on a Unix domain socket.
 */
public final class UnixSocketAgent extends RecordingAgent {

	private final Path socket;

	private final ServerSocketChannel server;

	private final ExecutorService executor = Executors.newCachedThreadPool(DaemonThreads.named("unix-socket-agent"));

	private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

	/**
	 * Start an agent.
	 * @param socket the file of the socket, which must not exist
	 */
	public UnixSocketAgent(Path socket) {
		this.socket = socket.toAbsolutePath();
		try {
			this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
			this.server.bind(UnixDomainSocketAddress.of(this.socket));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.executor.execute(this::accept);
	}

	/**
	 * Return the file of the socket.
	 * @return the file
	 */
	public Path socket() {
		return this.socket;
	}

	@Override
	public URI url() {
		return URI.create("unix://" + this.socket.toUri().getRawPath());
	}

	@Override
	public void close() {
		resetConnections();
		try {
			this.server.close();
			for (SocketChannel connection : this.connections) {
				connection.close();
			}
			Files.deleteIfExists(this.socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.executor.shutdownNow();
	}

	private void accept() {
		while (this.server.isOpen()) {
			try {
				start(this.server.accept());
			}
			catch (IOException ex) {
				// closed, which ends the loop, or given up by the client
			}
		}
	}

	private void start(SocketChannel connection) throws IOException {
		this.connections.add(connection);
		try {
			this.executor.execute(() -> serve(connection));
		}
		catch (RejectedExecutionException ex) {
			// the agent was closed at the same moment
			connection.close();
		}
	}

	private void serve(SocketChannel connection) {
		try (connection) {
			InputStream input = new BufferedInputStream(Channels.newInputStream(connection));
			OutputStream output = Channels.newOutputStream(connection);
			exchange(input, output);
		}
		catch (IOException ex) {
			// given up by the client
		}
		finally {
			this.connections.remove(connection);
		}
	}

	private void exchange(InputStream input, OutputStream output) throws IOException {
		try {
			boolean open = true;
			while (open) {
				Optional<Received> request = new HttpRequestReader(input).read();
				Optional<Answer> answer = request.flatMap(this::take);
				if (answer.isPresent()) {
					write(output, answer.get());
				}
				open = answer.isPresent() && !"close".equalsIgnoreCase(request.get().headers().get("connection"));
			}
		}
		catch (ProtocolException ex) {
			write(output, Answer.of(400));
		}
	}

	private void write(OutputStream output, Answer answer) throws IOException {
		StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Status\r\n");
		answer.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		head.append("Content-Length: ").append(answer.body().length).append("\r\n\r\n");
		output.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
		output.write(answer.body());
	}

}
