package io.ddprofiling.testsupport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that believes every server to be on one port of the loopback interface,
 * whatever its name.
 */
public final class FakeProxy implements AutoCloseable {

	private static final Pattern REQUEST_LINE = Pattern.compile("(\\S+) (?:http://([^/ ]+))?(\\S*) HTTP/1\\.1");

	private final ServerSocket server;

	private final InetSocketAddress target;

	private final @Nullable String authorization;

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	private final ExecutorService executor = Executors.newCachedThreadPool(DaemonThreads.named("fake-proxy"));

	private volatile int refusal;

	private FakeProxy(InetSocketAddress target, @Nullable String authorization) {
		this.target = target;
		this.authorization = authorization;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.executor.execute(this::accept);
	}

	/**
	 * Start a proxy that lets everybody through.
	 * @param targetPort the port of the only server
	 * @return the proxy
	 */
	public static FakeProxy open(int targetPort) {
		return new FakeProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), null);
	}

	/**
	 * Start a proxy that answers 407 to everybody else.
	 * @param targetPort the port of the only server
	 * @param username the user that is let through
	 * @param password the user's password
	 * @return the proxy
	 */
	public static FakeProxy guarded(int targetPort, String username, String password) {
		String credentials = username + ":" + password;
		return new FakeProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort),
				"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Return the port.
	 * @return the port
	 */
	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Refuse everybody from now on.
	 * @param status the status to answer with, 0 to let through again
	 */
	public void refuse(int status) {
		this.refusal = status;
	}

	/**
	 * Return what was asked for so far.
	 * @return method, server and status of each request, as in
	 * {@code CONNECT agent:443 200}; of the others 0, as the server answers
	 */
	public List<String> requests() {
		return List.copyOf(this.requests);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		try {
			this.server.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.server.accept();
				this.sockets.add(client);
				this.executor.execute(() -> serve(client));
			}
		}
		catch (IOException | RejectedExecutionException ex) {
			// closed by the test
		}
	}

	private void serve(Socket client) {
		try (client; Socket onward = new Socket()) {
			this.sockets.add(onward);
			InputStream in = new BufferedInputStream(client.getInputStream());
			String head = head(in);
			Matcher line = REQUEST_LINE.matcher(head.substring(0, head.indexOf("\r\n")));
			Check.that(line.matches(), "a proxy is asked '%s'", head);
			boolean tunnel = line.group(1).equals("CONNECT");
			String name = tunnel ? line.group(3) : line.group(2);
			int status = status(head);
			this.requests.add(line.group(1) + " " + name + " " + ((status == 0 && tunnel) ? 200 : status));
			if (status != 0) {
				// what was sent meanwhile would make the system drop the answer
				if (!tunnel) {
					in.skipNBytes(contentLength(head));
				}
				write(client, "HTTP/1.1 " + status + " No\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
						+ "Content-Length: 0\r\nConnection: close\r\n\r\n");
				return;
			}
			onward.connect(this.target);
			if (tunnel) {
				write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
			}
			else {
				write(onward,
						head.replaceFirst("http://[^/ ]+", "").replaceFirst("(?i)Proxy-Authorization: .*\r\n", ""));
			}
			relay(in, onward.getOutputStream(), onward.getInputStream(), client);
		}
		catch (IOException ex) {
			// given up by either
		}
	}

	private int status(String head) {
		if (this.refusal != 0) {
			return this.refusal;
		}
		boolean known = this.authorization == null
				|| head.contains("\r\nProxy-Authorization: " + this.authorization + "\r\n");
		return known ? 0 : 407;
	}

	private void relay(InputStream in, OutputStream out, InputStream answer, Socket client) throws IOException {
		this.executor.execute(() -> copy(in, out));
		answer.transferTo(client.getOutputStream());
	}

	private static void copy(InputStream in, OutputStream out) {
		try {
			byte[] buffer = new byte[8192];
			int read = in.read(buffer);
			while (read >= 0) {
				out.write(buffer, 0, read);
				out.flush();
				read = in.read(buffer);
			}
		}
		catch (IOException ex) {
			// given up by either
		}
	}

	private static String head(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("no whole head");
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	private static int contentLength(String head) {
		Matcher length = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n").matcher(head);
		return length.find() ? Integer.parseInt(length.group(1)) : 0;
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
	}

}
