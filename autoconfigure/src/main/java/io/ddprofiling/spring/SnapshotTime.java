package io.ddprofiling.spring;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

import io.ddprofiling.Profiler;
import io.ddprofiling.Snapshot;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.spring.SnapshotQuery.InvalidQueryException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Which time a request for a snapshot asks for.
 *
 * @param last how far to go back, if there is no window
 * @param window the time between two moments, {@code null} if the last of all is wanted
 */
record SnapshotTime(Duration last, @Nullable TimeWindow window) {

	private static final long DEFAULT_SECONDS = 60;

	private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,15}");

	private static final int MAX_LENGTH = 40;

	// times beyond cannot be counted with
	private static final Instant LATEST = Instant.ofEpochMilli(999_999_999_999_999L);

	static SnapshotTime parse(SnapshotParameters parameters, Duration longest) {
		Instant from = moment("from", parameters.from());
		Instant to = moment("to", parameters.to());
		if (from != null && StringUtils.hasText(parameters.seconds())) {
			throw InvalidQueryException.badRequest("seconds", "the time begins with 'from'",
					List.of("from and to", "seconds and to"));
		}
		Duration last = Duration
			.ofSeconds(SnapshotQuery.number("seconds", parameters.seconds(), DEFAULT_SECONDS, longest.toSeconds()));
		if (from == null && to == null) {
			return new SnapshotTime(last, null);
		}
		Instant end = (to != null) ? to : Instant.now();
		TimeWindow window = window((from != null) ? from : end.minus(last), end);
		if (window.duration().compareTo(longest) > 0) {
			throw invalid("from", "the time to 'to' is too long", "up to " + longest.toSeconds() + " seconds");
		}
		return new SnapshotTime(last, window);
	}

	static SnapshotTime ofCapture(SnapshotParameters parameters) {
		Instant from = moment("from", parameters.from());
		Instant to = moment("to", parameters.to());
		return new SnapshotTime(Duration.ZERO, (from == null && to == null) ? null
				: window((from != null) ? from : Instant.MIN, (to != null) ? to : Instant.MAX));
	}

	Snapshot of(Profiler profiler) {
		if (this.window == null) {
			return profiler.snapshot(this.last);
		}
		Snapshot stored = profiler.snapshot(this.window);
		if (stored == null || stored.window().end().isBefore(this.window.end())) {
			// what is recorded at the moment can be read from then on
			profiler.snapshot(Duration.ofSeconds(1));
			stored = profiler.snapshot(this.window);
		}
		return existing(stored);
	}

	Snapshot of(Snapshot capture) {
		return (this.window != null) ? existing(capture.within(this.window)) : capture;
	}

	private static Snapshot existing(@Nullable Snapshot snapshot) {
		if (snapshot == null) {
			throw invalid("from", "nothing is stored of that time", "a time that was recorded");
		}
		return snapshot;
	}

	private static TimeWindow window(Instant from, Instant to) {
		if (!from.isBefore(to)) {
			throw invalid("from", "it must be before 'to'", "a time before 'to'");
		}
		return new TimeWindow(from, to);
	}

	private static @Nullable Instant moment(String parameter, @Nullable String text) {
		if (!StringUtils.hasText(text)) {
			return null;
		}
		String moment = text.strip();
		try {
			if (MILLISECONDS.matcher(moment).matches()) {
				return Instant.ofEpochMilli(Long.parseLong(moment));
			}
			Instant parsed = (moment.length() <= MAX_LENGTH) ? Instant.parse(moment) : Instant.MIN;
			if (!parsed.isBefore(Instant.EPOCH) && !parsed.isAfter(LATEST)) {
				return parsed;
			}
		}
		catch (DateTimeException ex) {
			throw notATime(parameter);
		}
		throw notATime(parameter);
	}

	private static InvalidQueryException notATime(String parameter) {
		return InvalidQueryException.badRequest(parameter, "it must be a time",
				List.of("2026-01-31T12:00:00.5Z", "1769860800500"));
	}

	private static InvalidQueryException invalid(String parameter, String message, String allowed) {
		return InvalidQueryException.badRequest(parameter, message, List.of(allowed));
	}

}
