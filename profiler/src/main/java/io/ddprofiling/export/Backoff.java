package io.ddprofiling.export;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * How long to wait before a backend that failed is tried again: longer each time, up to a
 * limit, and not together with all other processes. Not thread safe.
 */
final class Backoff {

	private static final Duration FIRST = Duration.ofSeconds(5);

	private final Duration limit;

	private final Duration longestAsked;

	private int failures;

	private long askedUntilNanos = System.nanoTime();

	Backoff(Duration limit, Duration longestAsked) {
		this.limit = limit;
		this.longestAsked = longestAsked;
	}

	void succeeded() {
		this.failures = 0;
	}

	/**
	 * Reckons with a failure.
	 * @param asked how long the backend asked to be left alone, or {@code null}
	 * @return how long to wait
	 */
	Duration failed(@Nullable Duration asked) {
		Duration most = shorter(FIRST.multipliedBy(1L << Math.min(this.failures, 10)), this.limit);
		this.failures++;
		long half = Math.max(1, most.toNanos() / 2);
		Duration wait = Duration.ofNanos(half + ThreadLocalRandom.current().nextLong(half));
		if (asked == null) {
			return wait;
		}
		Duration heeded = shorter(asked, this.longestAsked);
		this.askedUntilNanos = System.nanoTime() + heeded.toNanos();
		// all others were asked to come back at the same moment
		return (heeded.compareTo(wait) < 0) ? wait : heeded.plus(wait.dividedBy(2));
	}

	boolean isFailing() {
		return this.failures > 0;
	}

	/**
	 * Whether the backend asked to be left alone.
	 * @return {@code true} until the time it asked for is over
	 */
	boolean isAsked() {
		return System.nanoTime() - this.askedUntilNanos < 0;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
