package io.ddprofiling.export;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitedLogTests {

	private final CapturedLog captured = new CapturedLog();

	private final SettableClock clock = new SettableClock();

	private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(RateLimitedLogTests.class),
			this.clock);

	@AfterEach
	void close() {
		this.captured.close();
	}

	@Test
	void warnsOnceInFiveMinutes() {
		for (int second = 0; second < 300; second++) {
			this.log.trouble("trouble " + second);
			this.clock.advance(Duration.ofSeconds(1));
		}
		this.log.trouble("trouble again");

		assertThat(this.captured.warnings()).containsExactly("trouble 0 (no more warnings of this for 5 minutes)",
				"trouble again (no more warnings of this for 5 minutes)");
	}

	@Test
	void tellsOfRecoveryOnce() {
		this.log.trouble("trouble");

		this.log.recovered("fine");
		this.log.recovered("still fine");

		assertThat(this.captured.infos()).containsExactly("fine");
	}

	@Test
	void recoveryWithoutTroubleIsNotNews() {
		this.log.recovered("fine");

		assertThat(this.captured.all()).isEmpty();
	}

	@Test
	void flappingDoesNotFillTheLog() {
		for (int minute = 0; minute < 10; minute++) {
			this.log.trouble("trouble " + minute);
			this.log.recovered("fine " + minute);
			this.clock.advance(Duration.ofMinutes(1));
		}

		assertThat(this.captured.warnings()).hasSize(2);
		assertThat(this.captured.infos()).containsExactly("fine 0", "fine 5");
	}

}
