package io.ddprofiling.export;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Warns of a recurring trouble at most once in five minutes, and tells when a trouble is
 * over that it warned of. Not thread safe.
 *
 * @since 0.1.0
 */
public final class RateLimitedLog {

	private static final Duration SILENCE = Duration.ofMinutes(5);

	private final Logger logger;

	private final Clock clock;

	private @Nullable Instant silentUntil;

	private boolean warned;

	/**
	 * Creates a log.
	 * @param logger where messages go
	 * @param clock tells when five minutes are over
	 */
	public RateLimitedLog(Logger logger, Clock clock) {
		this.logger = logger;
		this.clock = clock;
	}

	/**
	 * Warns, or writes at debug level if there was a warning within five minutes.
	 * @param message the trouble
	 */
	public void trouble(String message) {
		Instant now = this.clock.instant();
		if (this.silentUntil != null && now.isBefore(this.silentUntil)) {
			this.logger.debug("{}", message);
			return;
		}
		this.silentUntil = now.plus(SILENCE);
		this.warned = true;
		this.logger.warn("{} (no more warnings of this for 5 minutes)", message);
	}

	/**
	 * Tells that all is well, if the last that was told is a warning.
	 * @param message what is well again
	 */
	public void recovered(String message) {
		if (this.warned) {
			this.warned = false;
			this.logger.info("{}", message);
		}
	}

}
