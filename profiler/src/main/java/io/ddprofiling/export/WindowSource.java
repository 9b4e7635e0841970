package io.ddprofiling.export;

import java.util.List;

/**
 * Where an {@link ExportLoop} gets finished windows from.
 *
 * @since 0.1.0
 */
public interface WindowSource {

	/**
	 * Ends the present window and begins the next.
	 * @return what was recorded since the last call, oldest first: one window for each
	 * stretch of time that was recorded without a break
	 */
	List<RecordedWindow> next();

	/**
	 * Reads a window from the store.
	 * @param window the window
	 * @return the window with its profile
	 */
	ProfileWindow load(RecordedWindow window);

}
