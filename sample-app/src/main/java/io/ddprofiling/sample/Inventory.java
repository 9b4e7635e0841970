package io.ddprofiling.sample;

import java.time.Duration;

import org.springframework.stereotype.Component;

/**
 * A contended monitor: {@link #reserve} holds it for {@link #HOLD_TIME}.
 */
@Component
class Inventory {

	static final Duration HOLD_TIME = Duration.ofMillis(5);

	private long reservations;

	synchronized long reserve() {
		SlowWork.take(HOLD_TIME);
		return ++this.reservations;
	}

}
