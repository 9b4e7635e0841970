package io.ddprofiling.export;

import org.jspecify.annotations.Nullable;

/**
 * Where an {@link ExportLoop} gets finished windows from.
 *
 * @since 0.1.0
 */
public interface WindowSource {

	/**
	 * Ends the present window and begins the next.
	 * @return the window that was ended, or {@code null} if nothing was recorded
	 */
	@Nullable RecordedWindow next();

	/**
	 * Reads a window from the store.
	 * @param window the window
	 * @return the window with its profile
	 */
	ProfileWindow load(RecordedWindow window);

}
