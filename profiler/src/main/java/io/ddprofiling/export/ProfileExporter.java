package io.ddprofiling.export;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Delivers windows to one backend. Called by one thread at a time, never by a thread of
 * the application.
 *
 * @since 0.1.0
 */
public interface ProfileExporter {

	/**
	 * The name under which meters and the status show the exporter.
	 * @return a short lower-case name
	 */
	String name();

	/**
	 * Where the exporter delivers to now. Called before each window.
	 * @return the target, without secrets, or {@code null} if there is none at present
	 */
	@Nullable String target();

	/**
	 * Why there is no target at present.
	 * @return a sentence for the status
	 */
	String idleReason();

	/**
	 * Delivers a window.
	 * @param window the window
	 * @param timeout how long the delivery may take
	 * @return what became of it
	 */
	ExportResult export(ProfileWindow window, Duration timeout);

}
