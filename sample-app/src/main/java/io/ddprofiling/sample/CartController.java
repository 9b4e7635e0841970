package io.ddprofiling.sample;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows a cart, which {@link Carts} never forget.
 */
@RestController
class CartController {

	private final Carts carts;

	CartController(Carts carts) {
		this.carts = carts;
	}

	@GetMapping("/carts/{id}")
	Carts.Visit cart(@PathVariable long id) {
		return this.carts.remember(id);
	}

}
