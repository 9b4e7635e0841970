package io.ddprofiling.export;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Loads windows for all exporters, one at a time and the same for all of them.
 */
final class WindowLoader {

	/**
	 * The newest window, and one of the backlog that several exporters go through.
	 */
	private static final int KEPT = 2;

	private final Map<RecordedWindow, SoftReference<ProfileWindow>> loaded = new LinkedHashMap<>();

	/**
	 * Loads a window.
	 * @param origin where it is kept
	 * @param window the window
	 * @return what was recorded
	 * @throws IOException if it cannot be read at present
	 */
	synchronized ProfileWindow load(WindowOrigin origin, RecordedWindow window) throws IOException {
		ProfileWindow kept = kept(window);
		if (kept != null) {
			return kept;
		}
		window.requireReadable();
		ProfileWindow fresh = origin.load(window);
		this.loaded.put(window, new SoftReference<>(fresh));
		if (this.loaded.size() > KEPT) {
			this.loaded.remove(this.loaded.keySet().iterator().next());
		}
		return fresh;
	}

	synchronized void clear() {
		this.loaded.clear();
	}

	private @Nullable ProfileWindow kept(RecordedWindow window) {
		SoftReference<ProfileWindow> reference = this.loaded.remove(window);
		ProfileWindow kept = (reference != null) ? reference.get() : null;
		if (reference != null && kept != null) {
			// the one that was asked for last is the last to go
			this.loaded.put(window, reference);
		}
		return kept;
	}

}
