package io.ddprofiling;

import java.util.Locale;

/**
 * Whether a {@link Profiler} records.
 *
 * @since 0.1.0
 */
public enum ProfilerState {

	/**
	 * It was not started, or it was stopped.
	 */
	STOPPED,

	/**
	 * It records.
	 */
	RUNNING,

	/**
	 * It was started, but recording is broken off until its cause is gone.
	 */
	INTERRUPTED,

	/**
	 * It was started and paused: it keeps what was recorded, and records nothing until it
	 * is resumed.
	 */
	PAUSED,

	/**
	 * It cannot record here.
	 */
	UNAVAILABLE,

	/**
	 * It is configured never to start.
	 */
	DISABLED;

	/**
	 * The name used in the status.
	 * @return the lower-case name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
