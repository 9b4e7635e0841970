package io.ddprofiling.store;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.TimeWindow;
import org.jspecify.annotations.Nullable;

/**
 * A window of a recording that is kept until it is deleted, whatever the store gives up
 * and whether or not the process that recorded it still lives.
 *
 * @param id what it is found by
 * @param identity whose recording it is
 * @param state whether it can be read yet
 * @param window the time it covers; while it is recorded, the time it will cover
 * @param begun when it was asked for
 * @param type the type it was asked for; all recorded types are in it
 * @param interval the interval of that type that was asked for, {@code null} for the
 * usual one
 * @param cause who or what asked for it
 * @param bytes what it takes on disk
 * @param note why it is not what was asked for, {@code null} if it is
 * @since 0.1.0
 */
public record Capture(UUID id, Identity identity, State state, TimeWindow window, Instant begun, ProfileType type,
		@Nullable Long interval, String cause, long bytes, @Nullable String note) {

	/**
	 * The same capture at another moment.
	 * @param how whether it can be read
	 * @param covered the time it covers
	 * @param why why it is not what was asked for, {@code null} if it is
	 * @return the capture
	 */
	public Capture with(State how, TimeWindow covered, @Nullable String why) {
		return new Capture(this.id, this.identity, how, covered, this.begun, this.type, this.interval, this.cause,
				this.bytes, why);
	}

	Capture withBytes(long size) {
		return new Capture(this.id, this.identity, this.state, this.window, this.begun, this.type, this.interval,
				this.cause, size, this.note);
	}

	/**
	 * Whether a capture can be read.
	 *
	 * @since 0.1.0
	 */
	public enum State {

		/**
		 * It is still recorded.
		 */
		RECORDING,

		/**
		 * It covers all that was asked for.
		 */
		COMPLETE,

		/**
		 * It ended before its time, and its note says why.
		 */
		SHORTENED;

		/**
		 * The name shown to users.
		 * @return the lower-case name
		 */
		public String id() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
