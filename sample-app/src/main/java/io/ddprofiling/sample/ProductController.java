package io.ddprofiling.sample;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers with the price of a product from {@link Pricing}.
 */
@RestController
class ProductController {

	private final Pricing pricing;

	ProductController(Pricing pricing) {
		this.pricing = pricing;
	}

	@GetMapping("/products/{id}/price")
	Pricing.Price price(@PathVariable long id) {
		return this.pricing.price(id);
	}

}
