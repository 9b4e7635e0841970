package io.ddprofiling.sample;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.stereotype.Component;

/**
 * A contended {@link ReentrantLock}: {@link #append} holds it for {@link #HOLD_TIME}.
 * Fixed, the time is taken before the lock is.
 */
@Component
class Ledger {

	// Twice the time of the Inventory, which lets orders through one by one: with less,
	// the entry before would always be finished and nobody would wait here.
	static final Duration HOLD_TIME = Duration.ofMillis(10);

	final ReentrantLock lock = new ReentrantLock();

	private final boolean fixed;

	private long entries;

	Ledger(FixProperties fixes) {
		this.fixed = fixes.ledger();
	}

	long append() {
		if (this.fixed) {
			SlowWork.take(HOLD_TIME);
		}
		this.lock.lock();
		try {
			if (!this.fixed) {
				SlowWork.take(HOLD_TIME);
			}
			return ++this.entries;
		}
		finally {
			this.lock.unlock();
		}
	}

}
