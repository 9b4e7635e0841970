package io.ddprofiling.export.pyroscope;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ProfileWindow;

/**
 * Windows of which a part was accepted and another is to be tried again: what was
 * accepted must not be sent twice, as the server would add it up.
 */
final class Progress {

	/**
	 * As many as can wait; of one that is forgotten, all is sent again.
	 */
	private static final int MAX_WINDOWS = 256;

	private final Map<Key, Delivery> unfinished = new LinkedHashMap<>();

	Delivery of(ProfileWindow window) {
		Delivery known = this.unfinished.get(Key.of(window));
		Delivery delivery = (known != null) ? known : new Delivery();
		delivery.begin();
		return delivery;
	}

	ExportResult end(ProfileWindow window, Delivery delivery) {
		ExportResult result = delivery.result();
		if (result.outcome() == Outcome.FAILED) {
			this.unfinished.put(Key.of(window), delivery);
			if (this.unfinished.size() > MAX_WINDOWS) {
				this.unfinished.remove(this.unfinished.keySet().iterator().next());
			}
		}
		else {
			this.unfinished.remove(Key.of(window));
		}
		return result;
	}

	/**
	 * What tells windows apart.
	 *
	 * @param runtimeId the run of the profiler
	 * @param start the first instant
	 */
	private record Key(String runtimeId, Instant start) {

		static Key of(ProfileWindow window) {
			return new Key(window.identity().runtimeId(), window.window().start());
		}

	}

}
