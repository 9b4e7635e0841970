package io.ddprofiling.sample;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Asks a supplier through the {@link SupplierClient}.
 */
@RestController
class SupplierController {

	private final SupplierClient client;

	SupplierController(SupplierClient client) {
		this.client = client;
	}

	@GetMapping("/suppliers/{id}")
	SupplierClient.Stock stock(@PathVariable long id) {
		return this.client.stock(id);
	}

}
