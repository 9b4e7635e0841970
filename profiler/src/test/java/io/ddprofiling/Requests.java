package io.ddprofiling;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.ddprofiling.span.SpanDescription;
import io.ddprofiling.span.Spans;

/**
 * A thread that answers requests in turn, each with some work and some waiting.
 */
final class Requests implements AutoCloseable {

	private final List<Request> kinds;

	private final Thread thread;

	private final Map<String, LongAdder> answered = new ConcurrentHashMap<>();

	private volatile boolean ended;

	// what is seen from outside is not optimised away
	private volatile byte[] sink = {};

	Requests(String threadName, Request... kinds) {
		this.kinds = List.of(kinds);
		this.thread = new Thread(this::run, threadName);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Return how many requests were answered.
	 * @return the numbers by endpoint
	 */
	Map<String, Long> answered() {
		Map<String, Long> numbers = new HashMap<>();
		this.answered.forEach((endpoint, number) -> numbers.put(endpoint, number.sum()));
		return numbers;
	}

	/**
	 * Ends after the present request.
	 */
	@Override
	public void close() {
		this.ended = true;
		try {
			this.thread.join(10_000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		for (int i = 0; !this.ended; i++) {
			answer(this.kinds.get(i % this.kinds.size()));
		}
	}

	private void answer(Request kind) {
		// each has an identity of its own
		Object request = new Object();
		Object child = new Object();
		Spans.open(request, (work, description) -> kind.describe(description));
		Spans.open(child, (work, description) -> description.trace(kind.traceId(), kind.childSpanId()));
		burn(kind.millis());
		Spans.close(child);
		Spans.close(request);
		Spans.answered("GET", kind.pattern());
		this.answered.computeIfAbsent("GET " + kind.pattern(), (key) -> new LongAdder()).increment();
	}

	private void burn(long millis) {
		long end = System.nanoTime() + millis * 1_000_000;
		while (System.nanoTime() < end) {
			this.sink = new byte[1000];
		}
		LockSupport.parkNanos(millis * 1_000_000);
	}

	/**
	 * A kind of requests.
	 *
	 * @param pattern the pattern of the route
	 * @param traceId the identifier of the trace
	 * @param spanId the identifier of its span
	 * @param childSpanId the identifier of a span inside of it
	 * @param attributes the labels
	 * @param millis how long one works, and how long it waits
	 */
	record Request(String pattern, String traceId, String spanId, String childSpanId, Map<String, String> attributes,
			long millis) {

		static Request of(String pattern, long millis) {
			return new Request(pattern, null, null, null, Map.of(), millis);
		}

		private void describe(SpanDescription description) {
			description.web("GET", this.pattern);
			description.trace(this.traceId, this.spanId);
			description.attributes(this.attributes);
		}

	}

}
