package io.ddprofiling.export;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many parts of windows were taken already, so that no part is sent twice when a
 * window is tried again. Not thread safe.
 *
 * @since 0.1.0
 */
public final class UploadProgress {

	private static final int MAX_WINDOWS = 128;

	private final Map<Key, Integer> delivered = new LinkedHashMap<>();

	/**
	 * Whether a window of several parts was begun before.
	 * @param window the window
	 * @return {@code true} until all of its parts are taken
	 */
	public boolean isBegun(ProfileWindow window) {
		return this.delivered.containsKey(Key.of(window));
	}

	/**
	 * How many parts were taken already.
	 * @param window the window
	 * @return the number of parts
	 */
	public int delivered(ProfileWindow window) {
		return this.delivered.getOrDefault(Key.of(window), 0);
	}

	/**
	 * Begins a window of several parts.
	 * @param window the window
	 */
	public void begin(ProfileWindow window) {
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
	public void deliver(ProfileWindow window, int parts) {
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
