package io.ddprofiling;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * What one trigger has done. Thread safe.
 */
final class TriggerCounters {

	private final LongAdder fired = new LongAdder();

	private final LongAdder suppressed = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private volatile @Nullable Instant last;

	void fired(Instant now) {
		this.fired.increment();
		this.last = now;
	}

	void suppressed() {
		this.suppressed.increment();
	}

	void refused() {
		this.refused.increment();
	}

	TriggerStatus status(String name) {
		return new TriggerStatus(name, this.fired.sum(), this.suppressed.sum(), this.refused.sum(), this.last);
	}

}
