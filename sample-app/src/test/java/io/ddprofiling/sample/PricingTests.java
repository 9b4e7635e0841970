package io.ddprofiling.sample;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Pricing}.
 */
class PricingTests {

	private final Pricing pricing = new Pricing(FixProperties.NOTHING);

	@Test
	void taxesTakeThreeTimesTheRoundsOfDiscounts() {
		assertThat(Pricing.TAX_ROUNDS).isEqualTo(3 * Pricing.DISCOUNT_ROUNDS);
	}

	@Test
	void priceConsumesBothResults() {
		assertThat(this.pricing.price(12).cents())
			.isEqualTo(10_000 + Pricing.computeTaxes(12) - Pricing.computeDiscounts(12));
	}

	@Test
	void fixedPriceIsTheSame() {
		Pricing fixed = new Pricing(new FixProperties(true, false, false));

		for (long product = 0; product < 5; product++) {
			assertThat(fixed.price(product)).isEqualTo(fixed.price(product)).isEqualTo(this.pricing.price(product));
		}
	}

}
