package io.ddprofiling.export;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Warns of a recurring trouble at most once in five minutes, and tells once when it is
 * over. Not thread safe.
 */
final class RateLimitedLog {

	private static final Duration SILENCE = Duration.ofMinutes(5);

	private final Logger logger;

	private final Clock clock;

	private @Nullable Instant silentUntil;

	private boolean troubled;

	RateLimitedLog(Logger logger, Clock clock) {
		this.logger = logger;
		this.clock = clock;
	}

	void trouble(String message) {
		this.troubled = true;
		Instant now = this.clock.instant();
		if (this.silentUntil != null && now.isBefore(this.silentUntil)) {
			this.logger.debug("{}", message);
			return;
		}
		this.silentUntil = now.plus(SILENCE);
		this.logger.warn("{} (no more warnings of this for 5 minutes)", message);
	}

	void recovered(String message) {
		if (this.troubled) {
			this.troubled = false;
			this.logger.info("{}", message);
		}
	}

}
