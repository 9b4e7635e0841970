package io.ddprofiling.export;

import java.util.List;

import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;

/**
 * A finished window that is to be delivered.
 *
 * @param identity whose profile it is
 * @param chunks the recorded chunks, oldest first
 * @param profile what was read from the chunks
 * @since 0.1.0
 */
public record ProfileWindow(Identity identity, List<Chunk> chunks, Profile profile) {

	public ProfileWindow {
		chunks = List.copyOf(chunks);
	}

	/**
	 * The time the window covers.
	 * @return the window
	 */
	public TimeWindow window() {
		return this.profile.window();
	}

}
