package io.ddprofiling.sample;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.stereotype.Component;

/**
 * A contended {@link ReentrantLock}: {@link #append} holds it for {@link #HOLD_TIME}.
 */
@Component
class Ledger {

	// Twice the time of the Inventory, which lets orders through one by one: with less,
	// the entry before would always be finished and nobody would wait here.
	static final Duration HOLD_TIME = Duration.ofMillis(10);

	final ReentrantLock lock = new ReentrantLock();

	private long entries;

	long append() {
		this.lock.lock();
		try {
			SlowWork.take(HOLD_TIME);
			return ++this.entries;
		}
		finally {
			this.lock.unlock();
		}
	}

}
