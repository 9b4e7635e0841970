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
	EXCEPTION_TYPE("exception_type");

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
