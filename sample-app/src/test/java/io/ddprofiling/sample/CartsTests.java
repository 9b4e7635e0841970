package io.ddprofiling.sample;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Carts}.
 */
class CartsTests {

	private final Carts carts = new Carts();

	@Test
	void everyVisitIsRemembered() {
		assertThat(this.carts.remember(12)).isEqualTo(new Carts.Visit(12, 1));
		assertThat(this.carts.remember(12)).isEqualTo(new Carts.Visit(12, 2));
	}

	@Test
	void oldestVisitIsDroppedAtSixtyFourMebibytes() {
		for (int visit = 0; visit < Carts.MAX_CARTS; visit++) {
			this.carts.remember(12);
		}

		assertThat(this.carts.remember(12).remembered()).isEqualTo(Carts.MAX_CARTS);
		assertThat((long) Carts.MAX_CARTS * Carts.CART_BYTES).isEqualTo(64 * 1024 * 1024);
	}

}
