package io.ddprofiling;

import java.time.Duration;

import io.ddprofiling.profile.ProfileType;
import org.jspecify.annotations.Nullable;

/**
 * What a capture is to be.
 *
 * @param before how much of what is recorded already belongs to it
 * @param after how long it goes on
 * @param type the type of interest; all recorded types are kept
 * @param interval a shorter interval for that type while the capture is recorded, in its
 * unit: nanoseconds or bytes; {@code null} for the usual one
 * @param cause who or what asks for it, in a few words
 * @since 0.1.0
 */
public record CaptureRequest(Duration before, Duration after, ProfileType type, @Nullable Long interval, String cause) {

	private static final int MAX_CAUSE = 500;

	public CaptureRequest {
		if (before.isNegative()) {
			throw new IllegalArgumentException("'before' must not be negative: " + before);
		}
		if (after.compareTo(Duration.ofSeconds(1)) < 0) {
			throw new IllegalArgumentException("'after' must be at least 1s: " + after);
		}
		cause = (cause.length() > MAX_CAUSE) ? cause.substring(0, MAX_CAUSE) : cause;
	}

	/**
	 * Asks for the time that begins now.
	 * @param length how long the capture is, a second or more
	 * @return a request that can be changed
	 */
	public static CaptureRequest ofNext(Duration length) {
		return new CaptureRequest(Duration.ZERO, length, ProfileType.CPU, null, "request");
	}

	/**
	 * Asks for some time before, too, as far as it is still stored.
	 * @param before how far to go back
	 * @return the changed request
	 */
	public CaptureRequest withBefore(Duration before) {
		return new CaptureRequest(before, this.after, this.type, this.interval, this.cause);
	}

	/**
	 * Says what the capture is about.
	 * @param type the type of interest
	 * @return the changed request
	 */
	public CaptureRequest about(ProfileType type) {
		return new CaptureRequest(this.before, this.after, type, this.interval, this.cause);
	}

	/**
	 * Asks for more samples of the type of interest, for which the recording is rolled at
	 * the beginning and at the end.
	 * @param interval the interval, in the unit of the type: nanoseconds or bytes
	 * @return the changed request
	 */
	public CaptureRequest withInterval(long interval) {
		return new CaptureRequest(this.before, this.after, this.type, interval, this.cause);
	}

	/**
	 * Says who or what asks.
	 * @param cause a few words
	 * @return the changed request
	 */
	public CaptureRequest because(String cause) {
		return new CaptureRequest(this.before, this.after, this.type, this.interval, cause);
	}

	Duration length() {
		return this.before.plus(this.after);
	}

}
