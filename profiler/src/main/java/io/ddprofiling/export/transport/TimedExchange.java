package io.ddprofiling.export.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.ddprofiling.thread.OwnThreads;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, on a thread of its own that is given up in time: neither
 * the look-up of a name nor a write to a socket can be given a time-out.
 */
final class TimedExchange {

	private final HttpRequest request;

	private final String host;

	private final Connection connection;

	private volatile @Nullable HttpAnswer answer;

	TimedExchange(HttpRequest request, String host, Connection connection) {
		this.request = request;
		this.host = host;
		this.connection = connection;
	}

	HttpAnswer within(Duration timeout) throws IOException {
		FutureTask<HttpAnswer> task = new FutureTask<>(this::exchange);
		Thread thread = OwnThreads.daemon(task, "dd-profiling-http");
		thread.setPriority(Thread.MIN_PRIORITY);
		try {
			start(thread);
			return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return headOr(new SocketTimeoutException("No answer within " + timeout.toMillis() + " ms"));
		}
		catch (ExecutionException ex) {
			return headOr((ex.getCause() instanceof IOException cause) ? cause : new IOException(ex.getCause()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return headOr(new InterruptedIOException("Given up before there was an answer"));
		}
		finally {
			close();
		}
	}

	// a process may have as many threads as it is allowed to, which passes
	private static void start(Thread thread) throws IOException {
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			throw new IOException("There is no thread to send with", ex);
		}
	}

	private void close() {
		try {
			this.connection.close();
		}
		catch (IOException ex) {
			// what was received or thrown before is what counts
		}
	}

	private HttpAnswer exchange() throws IOException {
		this.connection.open();
		try {
			this.connection.output().write(HttpMessage.of(this.request, this.host));
		}
		catch (IOException ex) {
			// a server may refuse a body before it has read all of it
			return refusalOr(ex);
		}
		return answer();
	}

	private HttpAnswer refusalOr(IOException failure) throws IOException {
		try {
			return answer();
		}
		catch (IOException ex) {
			throw failure;
		}
	}

	private HttpAnswer answer() throws IOException {
		HttpMessage message = HttpMessage.read(this.connection.input());
		HttpAnswer head = new HttpAnswer(message.status(), "", message.retryAfter());
		this.answer = head;
		return new HttpAnswer(message.status(), message.body(this.connection.input()), message.retryAfter());
	}

	// the status is what counts, whatever happens to the rest
	private HttpAnswer headOr(IOException failure) throws IOException {
		HttpAnswer head = this.answer;
		if (head == null) {
			throw failure;
		}
		return head;
	}

}
