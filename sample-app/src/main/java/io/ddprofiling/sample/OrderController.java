package io.ddprofiling.sample;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes orders, which pass the locks of the {@link Inventory} and the {@link Ledger}.
 */
@RestController
class OrderController {

	private final Inventory inventory;

	private final Ledger ledger;

	OrderController(Inventory inventory, Ledger ledger) {
		this.inventory = inventory;
		this.ledger = ledger;
	}

	@PostMapping("/orders")
	Order order() {
		return new Order(this.inventory.reserve(), this.ledger.append());
	}

	// the same for a browser or a plain curl
	@GetMapping("/orders/checkout")
	Order checkout() {
		return order();
	}

	/**
	 * An order that was taken.
	 *
	 * @param reservation the number of the reservation in the inventory
	 * @param entry the number of the entry in the ledger
	 */
	record Order(long reservation, long entry) {

	}

}
