package io.ddprofiling.testsupport;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What {@link FakeAgent} and {@link UnixSocketAgent} have in common: they record every
 * request and answer as the test says.
 */
public abstract sealed class RecordingAgent implements AutoCloseable permits FakeAgent, UnixSocketAgent {

	private static final String PROFILING_PATH = "/profiling/v1/input";

	private static final Optional<Answer> OK = Optional.of(Answer.of(200));

	private static final Answer INFO = Answer.json("{\"version\":\"7.70.0\",\"endpoints\":[\"/profiling/v1/input\"]}");

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<Received> requests = new ArrayList<>();

	private final List<Received> accepted = new ArrayList<>();

	private final Set<String> uploadPaths = new HashSet<>(Set.of(PROFILING_PATH));

	private CompletableFuture<Optional<Answer>> answer = CompletableFuture.completedFuture(OK);

	private boolean info = true;

	/**
	 * Return the address to configure as agent URL.
	 * @return the address
	 */
	public abstract URI url();

	@Override
	public abstract void close();

	/**
	 * Answer uploads with a status, also those that are waiting because of
	 * {@link #hang()}.
	 * @param status the status
	 */
	public final void respondWith(int status) {
		respondWith(status, Map.of());
	}

	/**
	 * Answer uploads with a status and headers, also those that are waiting because of
	 * {@link #hang()}.
	 * @param status the status
	 * @param headers the headers
	 */
	public final void respondWith(int status, Map<String, String> headers) {
		change(() -> answerWith(Optional.of(Answer.of(status, headers))));
	}

	/**
	 * Read requests of any path but leave them without an answer.
	 */
	public final void hang() {
		change(() -> {
			if (this.answer.isDone()) {
				this.answer = new CompletableFuture<>();
			}
		});
	}

	/**
	 * Read requests of any path and close their connections without an answer.
	 */
	public final void resetConnections() {
		change(() -> answerWith(Optional.empty()));
	}

	/**
	 * Answer {@code GET /info} with 404, as old agents do.
	 */
	public final void withoutInfo() {
		change(() -> this.info = false);
	}

	/**
	 * Take uploads at a further path.
	 * @param path the path
	 */
	public final void acceptPath(String path) {
		change(() -> this.uploadPaths.add(path));
	}

	/**
	 * Forget the requests, answer {@code GET /info} and take uploads with 200 again.
	 */
	public final void reset() {
		change(() -> {
			this.requests.clear();
			this.accepted.clear();
			this.uploadPaths.retainAll(Set.of(PROFILING_PATH));
			answerWith(OK);
			this.info = true;
		});
	}

	/**
	 * Return every request so far.
	 * @return the requests
	 */
	public final List<Received> requests() {
		return locked(() -> List.copyOf(this.requests));
	}

	/**
	 * Return the requests to upload paths so far.
	 * @return the uploads
	 */
	public final List<Received> uploads() {
		return locked(() -> this.requests.stream().filter(this::isUpload).toList());
	}

	/**
	 * Return the uploads that were answered with 200 to 299.
	 * @return the uploads, in the order of their answers
	 */
	public final List<Received> accepted() {
		return locked(() -> List.copyOf(this.accepted));
	}

	/**
	 * Wait until a number of uploads have arrived, failing with an {@link AssertionError}
	 * if they do not.
	 * @param count the least number of uploads
	 * @param timeout the time to wait at most
	 * @return the uploads
	 */
	public final List<Received> awaitUploads(int count, Duration timeout) {
		this.lock.lock();
		try {
			long remaining = timeout.toNanos();
			while (uploads().size() < count) {
				Check.that(remaining > 0, "%d of %d uploads within %s", uploads().size(), count, timeout);
				remaining = this.changed.awaitNanos(remaining);
			}
			return uploads();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("interrupted while waiting for uploads", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	final Optional<Answer> take(Received request) {
		CompletableFuture<Optional<Answer>> coming = locked(() -> {
			this.requests.add(request);
			this.changed.signalAll();
			return this.answer;
		});
		// the answer it is let go with, whatever the answer is by then
		Optional<Answer> given = coming.join();
		return locked(() -> {
			if (isUpload(request) && given.filter((upload) -> upload.status() / 100 == 2).isPresent()) {
				this.accepted.add(request);
			}
			return given.map((upload) -> isUpload(request) ? upload : otherAnswer(request));
		});
	}

	private void answerWith(Optional<Answer> next) {
		this.answer.complete(next);
		this.answer = CompletableFuture.completedFuture(next);
	}

	private Answer otherAnswer(Received request) {
		boolean asksInfo = request.method().equals("GET") && request.path().equals("/info");
		return (asksInfo && this.info) ? INFO : Answer.of(404);
	}

	private boolean isUpload(Received request) {
		return this.uploadPaths.contains(request.path().replaceFirst("\\?.*", ""));
	}

	private void change(Runnable change) {
		locked(() -> {
			change.run();
			this.changed.signalAll();
			return true;
		});
	}

	private <T> T locked(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

}
