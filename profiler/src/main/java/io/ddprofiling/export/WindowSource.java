package io.ddprofiling.export;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where an {@link ExportLoop} gets finished windows from.
 *
 * @since 0.1.0
 */
public interface WindowSource extends WindowOrigin {

	/**
	 * Begins to deliver.
	 * @param exporters the names of the exporters
	 */
	void begin(List<String> exporters);

	/**
	 * Ends the present window and begins the next.
	 * @return what was recorded since the last call, oldest first: one window for each
	 * stretch of time that was recorded without a break
	 */
	List<RecordedWindow> next();

	/**
	 * Takes over what a run before has left.
	 * @param exporters the names of the exporters
	 * @return the windows, to be left or deleted, or {@code null} if there are none
	 */
	@Nullable AbandonedWindows takeOver(List<String> exporters);

}
