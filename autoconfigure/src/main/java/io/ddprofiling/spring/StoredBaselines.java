package io.ddprofiling.spring;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import io.ddprofiling.Profiler;
import io.ddprofiling.Snapshot;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.spring.SnapshotQuery.InvalidQueryException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Finds earlier windows in what the profiler has stored.
 */
final class StoredBaselines implements Baselines {

	/**
	 * The window that ends where the other begins, and is as long.
	 */
	static final String PREVIOUS = "previous";

	/**
	 * The last window of the version before.
	 */
	static final String VERSION = "version";

	private static final Pattern TIME = Pattern.compile("[0-9]{1,9}[smh]?|pt[0-9.hms]{1,20}");

	private final Profiler profiler;

	StoredBaselines(Profiler profiler) {
		this.profiler = profiler;
	}

	@Override
	public Snapshot find(String text, Snapshot snapshot) throws IOException {
		String wanted = text.strip().toLowerCase(Locale.ROOT);
		if (wanted.equals(VERSION)) {
			return previousVersion();
		}
		Optional<UUID> capture = CaptureQuery.id(wanted);
		if (capture.isPresent()) {
			return capture(capture.get());
		}
		Snapshot found = wanted.equals(PREVIOUS) ? earlier(snapshot, snapshot.window().duration())
				: earlier(snapshot, ago(wanted));
		if (found == null) {
			throw invalid("nothing is stored of that time");
		}
		return found;
	}

	private Snapshot capture(UUID id) {
		try {
			return this.profiler.captures().open(id).orElseThrow(() -> invalid("there is no such capture to read"));
		}
		catch (IOException ex) {
			throw invalid("the capture cannot be read any more");
		}
	}

	private Snapshot previousVersion() {
		Snapshot previous = this.profiler.previousVersion();
		if (previous == null) {
			boolean known = this.profiler.status().identity().version() != null;
			throw invalid(known ? "nothing is kept of another version" : "this version is not known, set dd.version");
		}
		return previous;
	}

	private @Nullable Snapshot earlier(Snapshot snapshot, Duration time) {
		TimeWindow window = snapshot.window();
		return this.profiler.snapshot(new TimeWindow(window.start().minus(time), window.end().minus(time)));
	}

	private Duration ago(String text) {
		if (TIME.matcher(text).matches()) {
			try {
				Duration time = DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
				if (time.compareTo(Duration.ofSeconds(1)) >= 0 && time.compareTo(longest()) <= 0) {
					return time;
				}
			}
			catch (IllegalArgumentException | ArithmeticException ex) {
				throw invalid("it must be a window or a time in the allowed range");
			}
		}
		throw invalid("it must be a window or a time in the allowed range");
	}

	private Duration longest() {
		return this.profiler.status().storeLimits().maxAge();
	}

	private InvalidQueryException invalid(String message) {
		return InvalidQueryException.badRequest("baseline", message, List.of(PREVIOUS, VERSION, "the id of a capture",
				"1 to " + longest().toSeconds() + " seconds ago, as in 600, 10m or PT10M"));
	}

}
