package io.ddprofiling.span;

import org.jspecify.annotations.Nullable;

/**
 * Where the application tells which work a thread does. Cheap enough for every request:
 * nothing is allocated, nothing waits, nothing is thrown. While no profiler runs, nothing
 * is done.
 *
 * <p>
 * A span is a stretch of time that one thread works on one thing. Work that moves between
 * threads has one span on each. Spans of one thread nest.
 *
 * @since 0.1.0
 */
public final class Spans {

	private static volatile @Nullable SpanRecorder recorder;

	private static volatile @Nullable SlowWork slow;

	private Spans() {
	}

	/**
	 * This thread begins to work on something. If it does so already, be it in a span
	 * further out, that span goes on, and must be closed as often.
	 * @param <C> what the application knows the work by
	 * @param work the work; told apart from other work by its identity
	 * @param source tells what the work is
	 */
	public static <C> void open(C work, SpanSource<? super C> source) {
		SpanRecorder present = recorder;
		if (present != null) {
			present.open(work, source);
		}
	}

	/**
	 * This thread begins to work on something that will be known later, when
	 * {@link #takeOver} says so. If nobody does, nothing is recorded.
	 * @param owner to be given to {@link #close}; told apart by its identity
	 */
	public static void reserve(Object owner) {
		SpanRecorder present = recorder;
		if (present != null) {
			present.reserve(owner);
		}
	}

	/**
	 * This thread begins to work on something. If a place was {@linkplain #reserve
	 * reserved} for it, it is what the thread works on from there to the end of the
	 * reservation, even if the work itself is closed before.
	 * @param <C> what the application knows the work by
	 * @param work the work; told apart from other work by its identity
	 * @param source tells what the work is
	 */
	public static <C> void takeOver(C work, SpanSource<? super C> source) {
		SpanRecorder present = recorder;
		if (present != null) {
			present.takeOver(work, source);
		}
	}

	/**
	 * This thread stops to work on something. Does nothing if it does not work on it.
	 * @param work the work
	 */
	public static void close(Object work) {
		SpanRecorder present = recorder;
		if (present != null) {
			present.close(work);
		}
	}

	/**
	 * Whether this thread works on something now.
	 * @return {@code true} inside of a span; also if no profiler runs, as there is
	 * nothing to open then
	 */
	public static boolean isInside() {
		SpanRecorder present = recorder;
		return present == null || present.isInside();
	}

	/**
	 * A request to a server has been answered. Requests are counted apart from spans, of
	 * which a request can have several.
	 * @param method the request's method
	 * @param pattern the pattern of the route, {@code null} if there is none
	 */
	public static void answered(@Nullable String method, @Nullable String pattern) {
		SpanRecorder present = recorder;
		if (present != null) {
			present.answered(method, pattern);
		}
	}

	/**
	 * Work that is no request is done.
	 * @param name the name of all work of this kind
	 */
	public static void done(String name) {
		SpanRecorder present = recorder;
		if (present != null) {
			present.done(name);
		}
	}

	/**
	 * Work begins that may go on in other threads.
	 * @return when, to be given to {@link #ended}; 0 if nobody wants to know
	 */
	public static long begun() {
		return (slow != null) ? System.nanoTime() : 0;
	}

	/**
	 * Work has ended, wherever it went.
	 * @param <C> what the application knows the work by
	 * @param begun when it {@linkplain #begun() began}
	 * @param work the work
	 * @param source tells what the work is
	 */
	public static <C> void ended(long begun, C work, SpanSource<? super C> source) {
		SlowWork watching = slow;
		SpanRecorder present = recorder;
		if (begun != 0 && watching != null && present != null) {
			watching.ended(begun, work, source, present);
		}
	}

	/**
	 * Sets where work is noted that takes too long.
	 * @param next the place, {@code null} for none
	 */
	public static void watch(@Nullable SlowWork next) {
		slow = next;
	}

	/**
	 * Sets who records from now on.
	 * @param next the recorder, {@code null} for none
	 */
	public static void recordTo(@Nullable SpanRecorder next) {
		recorder = next;
	}

}
