package io.ddprofiling.export.pyroscope;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.profile.ProfileType;
import org.jspecify.annotations.Nullable;

/**
 * How far the delivery of one window has come, over all of its attempts.
 */
final class Delivery {

	private final Set<ProfileType> accepted = EnumSet.noneOf(ProfileType.class);

	private final Set<ProfileType> rejected = EnumSet.noneOf(ProfileType.class);

	private @Nullable String rejection;

	private @Nullable String failure;

	private @Nullable Duration retryAfter;

	private boolean stopped;

	private long bytes;

	/**
	 * Begins another attempt.
	 */
	void begin() {
		this.failure = null;
		this.retryAfter = null;
		this.stopped = false;
		this.bytes = 0;
	}

	boolean isSettled(ProfileType type) {
		return this.accepted.contains(type) || this.rejected.contains(type);
	}

	/**
	 * Whether it makes no sense to send further types now.
	 * @return {@code true} if they would fare no better
	 */
	boolean isStopped() {
		return this.stopped;
	}

	void failed(ProfileType type, String detail) {
		this.failure = type.id() + ": " + detail;
		this.stopped = true;
	}

	void answered(ProfileType type, long bytes, Verdict verdict) {
		this.bytes += bytes;
		switch (verdict.outcome()) {
			case DELIVERED, EMPTY -> this.accepted.add(type);
			case FAILED -> {
				failed(type, verdict.detail());
				this.retryAfter = verdict.retryAfter();
			}
			case REJECTED -> {
				this.rejected.add(type);
				this.rejection = type.id() + ": " + verdict.detail();
				this.stopped = verdict.general();
			}
		}
	}

	ExportResult result() {
		if (this.failure != null) {
			return new ExportResult(Outcome.FAILED, this.failure + others(), this.bytes, this.retryAfter);
		}
		if (this.rejection != null) {
			return new ExportResult(Outcome.REJECTED, this.rejection + others(), this.bytes);
		}
		return this.accepted.isEmpty() ? new ExportResult(Outcome.EMPTY, "no samples", 0)
				: new ExportResult(Outcome.DELIVERED, "HTTP 2xx for " + ids(), this.bytes);
	}

	private String others() {
		return this.accepted.isEmpty() ? "" : "; accepted are " + ids();
	}

	private String ids() {
		return String.join(", ", this.accepted.stream().map(ProfileType::id).toList());
	}

}
