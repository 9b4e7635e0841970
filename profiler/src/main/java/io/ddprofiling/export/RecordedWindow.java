package io.ddprofiling.export;

import java.util.List;

import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;

/**
 * A finished window that is still in the store.
 *
 * @param identity whose profile it is
 * @param window the time it covers
 * @param chunks the recorded chunks, oldest first
 * @since 0.1.0
 */
public record RecordedWindow(Identity identity, TimeWindow window, List<Chunk> chunks) {

	public RecordedWindow {
		chunks = List.copyOf(chunks);
	}

}
