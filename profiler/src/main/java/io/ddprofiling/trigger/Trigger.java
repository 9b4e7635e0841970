package io.ddprofiling.trigger;

import org.jspecify.annotations.Nullable;

/**
 * Looks for one kind of event. Called by one thread at a time, never by one of the
 * application's.
 *
 * @since 0.1.0
 */
public interface Trigger {

	/**
	 * The trigger's name, in log lines and as a tag of meters.
	 * @return lower-case words
	 */
	String name();

	/**
	 * Begins to look, before the first call of {@link #look}.
	 */
	default void begin() {
	}

	/**
	 * Looks whether the event has come. Called about once a second.
	 * @param now the present, of {@link System#nanoTime()}
	 * @return what has happened since the last call, {@code null} if nothing
	 */
	@Nullable TriggerEvent look(long now);

	/**
	 * Stops to look.
	 */
	default void end() {
	}

}
