package io.ddprofiling.export;

/**
 * Where recorded windows are kept until every exporter is done with them.
 *
 * @since 0.1.0
 */
public interface WindowOrigin {

	/**
	 * Reads a window from the store.
	 * @param window the window
	 * @return the window with its profile
	 */
	ProfileWindow load(RecordedWindow window);

	/**
	 * Notes that an exporter is done with a window, whether it was delivered or given up.
	 * @param exporter the exporter's name
	 * @param window the window
	 */
	void settled(String exporter, RecordedWindow window);

}
