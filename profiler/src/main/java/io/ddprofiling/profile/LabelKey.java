package io.ddprofiling.profile;

/**
 * What a label of a sample tells.
 *
 * @since 0.1.0
 */
public enum LabelKey {

	/**
	 * The Java thread's identifier, a number.
	 */
	THREAD_ID("thread_id"),

	/**
	 * The operating system's number of the thread.
	 */
	THREAD_NATIVE_ID("thread_native_id"),

	/**
	 * The thread's name.
	 */
	THREAD_NAME("thread_name"),

	/**
	 * The class that was allocated or locked.
	 */
	CLASS_NAME("class_name"),

	/**
	 * The class of the exception.
	 */
	EXCEPTION_TYPE("exception_type"),

	/**
	 * The method and route of the request, for example {@code GET /orders/{id}}.
	 */
	ENDPOINT("endpoint"),

	/**
	 * The type of the span the work began with in this process, as Datadog names it.
	 */
	TRACE_TYPE("trace_type"),

	/**
	 * The name of the work, if it is no request.
	 */
	TASK("task"),

	/**
	 * The name of the innermost work, if it is inside of other work.
	 */
	SPAN_NAME("span_name"),

	/**
	 * The identifier of the innermost span in its trace, a number of 64 bits.
	 */
	SPAN_ID("span_id"),

	/**
	 * The identifier of the outermost span of this process in its trace, a number of 64
	 * bits.
	 */
	LOCAL_ROOT_SPAN_ID("local_root_span_id"),

	/**
	 * The trace's identifier, 32 hexadecimal digits.
	 */
	TRACE_ID("trace_id"),

	/**
	 * A label with a name of the application's own.
	 */
	ATTRIBUTE("attribute");

	private final String id;

	LabelKey(String id) {
		this.id = id;
	}

	/**
	 * The label's name in formats that have no spelling of their own.
	 * @return the name, for example {@code thread_name}
	 */
	public String id() {
		return this.id;
	}

}
