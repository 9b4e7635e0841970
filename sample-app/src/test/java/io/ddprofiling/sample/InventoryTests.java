package io.ddprofiling.sample;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Inventory}.
 */
class InventoryTests {

	private final Inventory inventory = new Inventory();

	@Test
	void reserveCounts() {
		assertThat(this.inventory.reserve()).isEqualTo(1);
		assertThat(this.inventory.reserve()).isEqualTo(2);
	}

	@Test
	void reserveBlocksWhileTheMonitorIsHeld() throws InterruptedException {
		AtomicLong reservation = new AtomicLong();
		Thread customer = new Thread(() -> reservation.set(this.inventory.reserve()));

		synchronized (this.inventory) {
			customer.start();
			await().until(() -> customer.getState() == Thread.State.BLOCKED
					&& customer.getStackTrace()[0].getMethodName().equals("reserve"));
		}

		customer.join();
		assertThat(reservation).hasValue(1);
	}

}
