package io.ddprofiling.export;

import java.util.List;

/**
 * The windows of a run that ended before they were delivered.
 *
 * @since 0.1.0
 */
public interface AbandonedWindows extends WindowOrigin {

	/**
	 * The windows an exporter is not done with.
	 * @param exporter the exporter's name
	 * @return the windows, oldest first
	 */
	List<RecordedWindow> undelivered(String exporter);

	/**
	 * Leaves the windows to the next run; those that nobody waits for are deleted.
	 * @param exporters the names of the exporters there are
	 */
	void leave(List<String> exporters);

}
