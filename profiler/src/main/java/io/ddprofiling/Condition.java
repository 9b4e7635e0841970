package io.ddprofiling;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Whether a {@link Profiler} records, in one piece, so that whoever reads it waits for
 * nobody.
 *
 * @param state whether it records
 * @param reason why it does not record, or {@code null} if it does
 * @param since when the state began
 */
record Condition(ProfilerState state, @Nullable String reason, Instant since) {

	// a new reason for the same state does not begin it anew
	Condition next(ProfilerState state, @Nullable String reason, Instant now) {
		return new Condition(state, reason, (state == this.state) ? this.since : now);
	}

}
