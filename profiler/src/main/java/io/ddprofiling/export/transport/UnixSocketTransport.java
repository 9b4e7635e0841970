package io.ddprofiling.export.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends requests over a Unix socket. The JDK's HTTP clients cannot, and the libraries
 * that can would change which client the application's own {@code RestClient} is built
 * on, merely by being on its class path.
 *
 * @since 0.1.0
 */
public final class UnixSocketTransport implements HttpTransport {

	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?im)^content-length: *(\\d{1,9}) *$");

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
		long deadline = System.nanoTime() + timeout.toNanos();
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
				Selector selector = Selector.open()) {
			channel.connect(UnixDomainSocketAddress.of(this.socket));
			channel.configureBlocking(false);
			SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
			ByteBuffer[] message = { ByteBuffer.wrap(head(request)), ByteBuffer.wrap(request.body()) };
			while (message[0].hasRemaining() || message[1].hasRemaining()) {
				await(selector, deadline);
				channel.write(message);
			}
			key.interestOps(SelectionKey.OP_READ);
			return read(channel, selector, deadline);
		}
	}

	private static byte[] head(HttpRequest request) {
		StringBuilder head = new StringBuilder(request.method()).append(' ')
			.append(request.path())
			.append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ")
			.append(request.body().length)
			.append("\r\n");
		request.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	private static HttpAnswer read(SocketChannel channel, Selector selector, long deadline) throws IOException {
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		ByteBuffer buffer = ByteBuffer.allocate(4096);
		while (received.size() < HttpAnswer.BODY_LIMIT && !isComplete(received)) {
			await(selector, deadline);
			if (channel.read(buffer.clear()) < 0) {
				break;
			}
			received.write(buffer.array(), 0, buffer.position());
		}
		return parse(received.toString(StandardCharsets.UTF_8));
	}

	private static boolean isComplete(ByteArrayOutputStream received) {
		String text = received.toString(StandardCharsets.ISO_8859_1);
		int head = text.indexOf("\r\n\r\n");
		if (head < 0) {
			return false;
		}
		Matcher length = CONTENT_LENGTH.matcher(text.substring(0, head));
		return length.find() && text.length() - head - 4 >= Integer.parseInt(length.group(1));
	}

	private static HttpAnswer parse(String text) throws IOException {
		int end = text.indexOf("\r\n");
		Matcher status = STATUS_LINE.matcher((end >= 0) ? text.substring(0, end) : text);
		if (!status.matches()) {
			throw new IOException(
					text.isEmpty() ? "The server closed the connection without an answer" : "The answer is not HTTP");
		}
		int head = text.indexOf("\r\n\r\n");
		return new HttpAnswer(Integer.parseInt(status.group(1)), (head >= 0) ? text.substring(head + 4) : "");
	}

	private static void await(Selector selector, long deadline) throws IOException {
		long millis = (deadline - System.nanoTime()) / 1_000_000;
		if (millis <= 0 || selector.select(millis) == 0) {
			throw new SocketTimeoutException("No answer in time");
		}
		selector.selectedKeys().clear();
	}

}
