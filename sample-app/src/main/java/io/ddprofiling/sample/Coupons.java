package io.ddprofiling.sample;

import org.springframework.stereotype.Component;

/**
 * Exceptions as control flow: {@link #redeem} throws and catches one for each of
 * {@link #CAMPAIGNS}, {@link #DEPTH} frames deep.
 */
@Component
class Coupons {

	static final int CAMPAIGNS = 20;

	static final int DEPTH = 10;

	// Every campaign refuses every coupon, and codes that end in 0 have expired besides.
	Redemption redeem(String code) {
		int refusals = 0;
		for (int campaign = 0; campaign < CAMPAIGNS; campaign++) {
			try {
				checkRule(DEPTH);
			}
			catch (InvalidCouponException ex) {
				refusals++;
			}
		}
		return new Redemption(code, code.endsWith("0"), refusals);
	}

	private static void checkRule(int rulesLeft) {
		if (rulesLeft == 1) {
			throw new InvalidCouponException();
		}
		checkRule(rulesLeft - 1);
	}

	/**
	 * What became of a coupon.
	 *
	 * @param code the code of the coupon
	 * @param expired whether the coupon has expired
	 * @param refusals the number of campaigns that refused it
	 */
	record Redemption(String code, boolean expired, int refusals) {

	}

}
