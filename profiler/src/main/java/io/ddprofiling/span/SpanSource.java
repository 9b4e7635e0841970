package io.ddprofiling.span;

/**
 * Tells what a unit of work is. Asked on the thread that does the work when a span of it
 * ends, and on a thread of the profiler's while it lasts: an implementation must be safe
 * to call from any thread at any time, must not block, and should allocate nothing.
 *
 * @param <C> what the application knows the work by
 * @since 0.1.0
 */
@FunctionalInterface
public interface SpanSource<C> {

	/**
	 * Describes the work as far as it is known by now. Exceptions are taken for "not
	 * known".
	 * @param work the work
	 * @param description where to say what it is
	 */
	void describe(C work, SpanDescription description);

}
