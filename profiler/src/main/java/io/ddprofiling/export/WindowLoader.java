package io.ddprofiling.export;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Loads windows for all exporters, one at a time and the same for all of them. A window
 * is not kept longer than they need: it takes some megabytes.
 */
final class WindowLoader {

	/**
	 * The newest window, and one of the backlog that several exporters go through.
	 */
	private static final int KEPT = 2;

	private final Map<RecordedWindow, Kept> loaded = new LinkedHashMap<>();

	private final int readers;

	/**
	 * Creates a loader.
	 * @param readers how many load each window, usually once
	 */
	WindowLoader(int readers) {
		this.readers = readers;
	}

	synchronized ProfileWindow load(WindowOrigin origin, RecordedWindow window) {
		Kept kept = this.loaded.remove(window);
		ProfileWindow known = (kept != null) ? kept.window().get() : null;
		if (kept != null && known != null) {
			keep(window, new Kept(kept.window(), kept.left() - 1));
			return known;
		}
		ProfileWindow fresh = origin.load(window);
		keep(window, new Kept(new SoftReference<>(fresh), this.readers - 1));
		return fresh;
	}

	synchronized void clear() {
		this.loaded.clear();
	}

	// the one that was asked for last is the last to go
	private void keep(RecordedWindow window, Kept kept) {
		if (kept.left() > 0) {
			this.loaded.put(window, kept);
			if (this.loaded.size() > KEPT) {
				this.loaded.remove(this.loaded.keySet().iterator().next());
			}
		}
	}

	/**
	 * A window that others may want.
	 *
	 * @param window the window, as long as there is memory for it
	 * @param left how many are still to load it
	 */
	private record Kept(SoftReference<ProfileWindow> window, int left) {

	}

}
