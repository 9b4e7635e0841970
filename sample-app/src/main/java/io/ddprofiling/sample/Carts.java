package io.ddprofiling.sample;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.stereotype.Component;

/**
 * A leak: {@link #remember} keeps {@link #CART_BYTES} per request and lets go of the
 * oldest only after {@link #MAX_CARTS}, 64 MiB, so that the shop survives it.
 */
@Component
class Carts {

	static final int CART_BYTES = 1024;

	static final int MAX_CARTS = 64 * 1024;

	private final Map<Long, byte[]> carts = new ConcurrentHashMap<>();

	private final AtomicLong visits = new AtomicLong();

	Visit remember(long cart) {
		long visit = this.visits.incrementAndGet();
		this.carts.put(visit, new byte[CART_BYTES]);
		this.carts.remove(visit - MAX_CARTS);
		return new Visit(cart, this.carts.size());
	}

	/**
	 * A look into a cart.
	 *
	 * @param cart the id of the cart
	 * @param remembered the number of looks that are remembered
	 */
	record Visit(long cart, int remembered) {

	}

}
