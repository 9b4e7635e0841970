package io.ddprofiling.profile;

import java.time.Duration;
import java.time.Instant;

/**
 * A half-open span of wall-clock time, {@code [start, end)}.
 *
 * @param start the first instant of the window
 * @param end the first instant after the window, never before {@code start}
 * @since 0.1.0
 */
public record TimeWindow(Instant start, Instant end) {

	public TimeWindow {
		if (end.isBefore(start)) {
			throw new IllegalArgumentException("'end' must not be before 'start': " + start + " to " + end);
		}
	}

	/**
	 * The length of this window.
	 * @return the length, never negative
	 */
	public Duration duration() {
		return Duration.between(this.start, this.end);
	}

	/**
	 * Whether the two windows share an instant.
	 * @param other the window to compare with
	 * @return {@code true} if they overlap
	 */
	public boolean overlaps(TimeWindow other) {
		return this.start.isBefore(other.end) && other.start.isBefore(this.end);
	}

	/**
	 * How much time the two windows share.
	 * @param other the window to compare with
	 * @return the length of what they share, zero if they do not overlap
	 */
	public Duration shared(TimeWindow other) {
		return overlaps(other) ? within(other).duration() : Duration.ZERO;
	}

	/**
	 * The part of this window that is in another.
	 * @param other a window that overlaps this one
	 * @return what they share
	 */
	public TimeWindow within(TimeWindow other) {
		return new TimeWindow(latest(this.start, other.start), earliest(this.end, other.end));
	}

	/**
	 * The smallest window that covers both.
	 * @param other the window to join with
	 * @return the joined window
	 */
	public TimeWindow join(TimeWindow other) {
		return new TimeWindow(earliest(this.start, other.start), latest(this.end, other.end));
	}

	private static Instant earliest(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

	private static Instant latest(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

}
