package io.ddprofiling.sample;

/**
 * Thrown when a campaign does not take a coupon.
 */
class InvalidCouponException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidCouponException() {
		super("The campaign does not take this coupon");
	}

}
