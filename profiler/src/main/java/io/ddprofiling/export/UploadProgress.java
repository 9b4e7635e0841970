package io.ddprofiling.export.datadog;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.ddprofiling.export.ProfileWindow;

/**
 * How many parts of windows were taken already, so that no part is sent twice when a
 * window is tried again.
 */
final class UploadProgress {

	private static final int MAX_WINDOWS = 128;

	private final Map<Key, Integer> delivered = new LinkedHashMap<>();

	boolean isBegun(ProfileWindow window) {
		return this.delivered.containsKey(Key.of(window));
	}

	int delivered(ProfileWindow window) {
		return this.delivered.getOrDefault(Key.of(window), 0);
	}

	void begin(ProfileWindow window) {
		this.delivered.putIfAbsent(Key.of(window), 0);
		if (this.delivered.size() > MAX_WINDOWS) {
			this.delivered.remove(this.delivered.keySet().iterator().next());
		}
	}

	/**
	 * Notes that one more part was taken.
	 * @param window the window
	 * @param parts how many parts it has
	 */
	void deliver(ProfileWindow window, int parts) {
		Integer taken = this.delivered.computeIfPresent(Key.of(window), (key, count) -> count + 1);
		if (taken != null && taken >= parts) {
			this.delivered.remove(Key.of(window));
		}
	}

	/**
	 * Which window.
	 *
	 * @param runtimeId the run it is from
	 * @param start when it began
	 */
	private record Key(String runtimeId, Instant start) {

		static Key of(ProfileWindow window) {
			return new Key(window.identity().runtimeId(), window.window().start());
		}

	}

}
