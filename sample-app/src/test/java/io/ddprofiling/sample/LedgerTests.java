package io.ddprofiling.sample;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Ledger}.
 */
class LedgerTests {

	private final Ledger ledger = new Ledger(FixProperties.NOTHING);

	@Test
	void appendCounts() {
		assertThat(this.ledger.append()).isEqualTo(1);
		assertThat(this.ledger.append()).isEqualTo(2);
	}

	@Test
	void appendWaitsWhileTheLockIsHeld() throws InterruptedException {
		AtomicLong entry = new AtomicLong();
		Thread customer = new Thread(() -> entry.set(this.ledger.append()));

		this.ledger.lock.lock();
		try {
			customer.start();
			await().until(() -> this.ledger.lock.hasQueuedThread(customer));
		}
		finally {
			this.ledger.lock.unlock();
		}

		customer.join();
		assertThat(entry).hasValue(1);
	}

	@Test
	void fixedLedgerCountsToo() {
		Ledger fixed = new Ledger(new FixProperties(false, true, false));

		assertThat(fixed.append()).isEqualTo(1);
		assertThat(fixed.append()).isEqualTo(2);
	}

	@Test
	void orderStaysLongerInTheLedgerThanInTheInventory() {
		assertThat(Ledger.HOLD_TIME).isEqualTo(Inventory.HOLD_TIME.multipliedBy(2));
	}

}
