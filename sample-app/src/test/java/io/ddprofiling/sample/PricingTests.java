package io.ddprofiling.sample;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Pricing}.
 */
class PricingTests {

	private final Pricing pricing = new Pricing();

	@Test
	void taxesTakeThreeTimesTheRoundsOfDiscounts() {
		assertThat(Pricing.TAX_ROUNDS).isEqualTo(3 * Pricing.DISCOUNT_ROUNDS);
	}

	@Test
	void priceConsumesBothResults() {
		assertThat(this.pricing.price(12).cents())
			.isEqualTo(10_000 + Pricing.computeTaxes(12) - Pricing.computeDiscounts(12));
	}

}
