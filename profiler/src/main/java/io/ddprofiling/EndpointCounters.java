package io.ddprofiling;

import java.time.Clock;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.ddprofiling.EndpointCounter.Cost;
import io.ddprofiling.export.RateLimitedLog;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.EndpointCosts;
import io.ddprofiling.profile.Profile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What endpoints have cost since the JVM started, limited in number: what comes later is
 * counted as {@link #OTHER}. All counters of a cost add up to the cost of all samples
 * that belong to an endpoint. Thread safe.
 *
 * @since 0.1.0
 */
public final class EndpointCounters {

	/**
	 * The name for all endpoints that have no counter of their own.
	 */
	public static final String OTHER = "(other)";

	private static final Logger logger = LoggerFactory.getLogger(EndpointCounters.class);

	private final int limit;

	private final Map<String, Map<Cost, EndpointCounter>> counters = new HashMap<>();

	private final List<Consumer<EndpointCounter>> listeners = new CopyOnWriteArrayList<>();

	private final RateLimitedLog log = new RateLimitedLog(logger, Clock.systemUTC());

	EndpointCounters(int limit) {
		this.limit = limit;
	}

	/**
	 * The counters there are.
	 * @return the counters, in no order
	 */
	public synchronized List<EndpointCounter> all() {
		return this.counters.values().stream().flatMap((costs) -> costs.values().stream()).toList();
	}

	/**
	 * Tells somebody of all counters, those there are and those to come.
	 * @param listener called on any thread, and possibly twice with one counter
	 */
	public void addListener(Consumer<EndpointCounter> listener) {
		this.listeners.add(listener);
		all().forEach((counter) -> tell(listener, counter));
	}

	/**
	 * Tells somebody nothing any more.
	 * @param listener who was added
	 */
	public void removeListener(Consumer<EndpointCounter> listener) {
		this.listeners.remove(listener);
	}

	void count(Profile profile) {
		if (this.limit == 0) {
			return;
		}
		EndpointCosts costs = EndpointCosts.of(profile);
		for (Endpoint endpoint : mostCostlyFirst(costs)) {
			for (Cost cost : Cost.values()) {
				if (cost.isRecorded(costs)) {
					counter(endpoint.name(), cost).add(cost.of(endpoint, costs));
				}
			}
		}
	}

	// an endpoint that was asked for but not sampled is not worth a counter
	private static List<Endpoint> mostCostlyFirst(EndpointCosts costs) {
		Comparator<Endpoint> order = Comparator.comparingLong((endpoint) -> -Cost.CPU.of(endpoint, costs));
		for (Cost cost : List.of(Cost.ALLOCATION, Cost.WAIT)) {
			order = order.thenComparingLong((endpoint) -> -cost.of(endpoint, costs));
		}
		return costs.endpoints()
			.stream()
			.filter((endpoint) -> List.of(Cost.values()).stream().anyMatch((cost) -> cost.of(endpoint, costs) > 0))
			.sorted(order.thenComparing(Endpoint::name))
			.toList();
	}

	private EndpointCounter counter(String endpoint, Cost cost) {
		EndpointCounter created;
		synchronized (this) {
			String name = hasCounter(endpoint) ? endpoint : OTHER;
			Map<Cost, EndpointCounter> costs = this.counters.computeIfAbsent(name, (key) -> new EnumMap<>(Cost.class));
			EndpointCounter known = costs.get(cost);
			if (known != null) {
				return known;
			}
			created = new EndpointCounter(name, cost);
			costs.put(cost, created);
		}
		// not while others wait for the lock
		this.listeners.forEach((listener) -> tell(listener, created));
		return created;
	}

	private boolean hasCounter(String endpoint) {
		int own = this.counters.size() - (this.counters.containsKey(OTHER) ? 1 : 0);
		return this.counters.containsKey(endpoint) || (own < this.limit && !endpoint.isBlank());
	}

	// whatever it does, windows must go on being delivered
	private void tell(Consumer<EndpointCounter> listener, EndpointCounter counter) {
		try {
			listener.accept(counter);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("A listener failed", ex);
			this.log.trouble("DDP-140 A meter for an endpoint was not registered: " + ex);
		}
	}

}
