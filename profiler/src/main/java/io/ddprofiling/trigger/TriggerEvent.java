package io.ddprofiling.trigger;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Something that a window is captured for.
 *
 * @param reason what has happened, in a sentence that needs no more than a line
 * @param lasting for how long it has gone on until now; the window begins before
 * @param after how long the window goes on, {@code null} for as long as is usual
 * @since 0.1.0
 */
public record TriggerEvent(String reason, Duration lasting, @Nullable Duration after) {

	/**
	 * An event that is followed for as long as is usual.
	 * @param reason what has happened
	 * @param lasting for how long it has gone on until now
	 */
	public TriggerEvent(String reason, Duration lasting) {
		this(reason, lasting, null);
	}

}
