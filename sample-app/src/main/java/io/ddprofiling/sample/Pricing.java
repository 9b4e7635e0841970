package io.ddprofiling.sample;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/**
 * Hot CPU in two methods: {@link #computeTaxes} burns 75 % and {@link #computeDiscounts}
 * 25 % of the time of a price. Fixed, it computes the taxes of a product once.
 */
@Component
class Pricing {

	static final int TAX_ROUNDS = 750_000;

	static final int DISCOUNT_ROUNDS = 250_000;

	private static final int MAX_REMEMBERED = 1000;

	private static final long MULTIPLIER = 0xbf58476d1ce4e5b9L;

	private final boolean fixed;

	private final Map<Long, Long> taxes = new ConcurrentHashMap<>();

	Pricing(FixProperties fixes) {
		this.fixed = fixes.pricing();
	}

	Price price(long product) {
		return new Price(product, 10_000 + taxes(product) - computeDiscounts(product));
	}

	private long taxes(long product) {
		if (!this.fixed) {
			return computeTaxes(product);
		}
		Long known = this.taxes.get(product);
		if (known != null) {
			return known;
		}
		long computed = computeTaxes(product);
		if (this.taxes.size() < MAX_REMEMBERED) {
			this.taxes.put(product, computed);
		}
		return computed;
	}

	// Both methods hold the same loop on purpose. Each round needs the result of the
	// round before, so a round costs the same in both and cannot be skipped, reordered or
	// vectorised, and without a shared method the samples land on these two frames.
	static long computeTaxes(long product) {
		long state = product;
		for (int round = 0; round < TAX_ROUNDS; round++) {
			state = (state ^ (state >>> 29)) * MULTIPLIER + round;
		}
		return Long.remainderUnsigned(state, 2_000);
	}

	static long computeDiscounts(long product) {
		long state = product;
		for (int round = 0; round < DISCOUNT_ROUNDS; round++) {
			state = (state ^ (state >>> 29)) * MULTIPLIER + round;
		}
		return Long.remainderUnsigned(state, 1_000);
	}

	/**
	 * What a product costs.
	 *
	 * @param product the id of the product
	 * @param cents the price in cents
	 */
	record Price(long product, long cents) {

	}

}
