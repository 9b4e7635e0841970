package io.ddprofiling.sample;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Redeems {@link Coupons} and answers 400 to an expired one.
 */
@RestController
class CouponController {

	private final Coupons coupons;

	CouponController(Coupons coupons) {
		this.coupons = coupons;
	}

	// the status is set by hand: an exception more would change the documented number
	@GetMapping("/coupons/{code}")
	ResponseEntity<Coupons.Redemption> redeem(@PathVariable String code) {
		Coupons.Redemption redemption = this.coupons.redeem(code);
		return ResponseEntity.status(redemption.expired() ? HttpStatus.BAD_REQUEST : HttpStatus.OK).body(redemption);
	}

}
