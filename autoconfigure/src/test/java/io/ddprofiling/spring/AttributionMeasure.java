package io.ddprofiling.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.SampleType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Endpoints in turn, whose shares of CPU time and allocation are known, for
 * {@code -Dattribution.seconds}, a minute by default.
 */
final class AttributionMeasure {

	private static final Logger logger = LoggerFactory.getLogger(AttributionMeasure.class);

	private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("attribution.seconds", 60));

	// on a slow machine, a minute has too few samples to tell shares within 0.03
	private static final int TURNS = (TIME.toSeconds() < 60) ? 150 : 1500;

	private static final int WARM_UP = (TIME.isZero()) ? 1000 : 5000;

	private static final List<String> REQUESTS = List.of("GET /orders/1", "GET /basket", "POST /search");

	private static final Map<String, String> ENDPOINTS = Map.of("orders", "GET /orders/{id}", "basket", "GET /basket",
			"search", "POST /search");

	private static final Map<String, Double> CPU = Map.of("GET /orders/{id}", 0.5, "GET /basket", 0.25, "POST /search",
			0.25);

	private static final Map<String, Double> ALLOCATION = Map.of("GET /orders/{id}", 0.1, "GET /basket", 0.3,
			"POST /search", 0.6);

	private final EndpointShares cpu;

	private final EndpointShares allocation;

	private AttributionMeasure(Profile profile, Predicate<String> requestThreads) {
		this.cpu = EndpointShares.of(profile, SampleType.CPU_TIME, requestThreads);
		this.allocation = EndpointShares.of(profile, SampleType.ALLOCATED_SPACE, requestThreads);
	}

	static AttributionMeasure of(AttributedApplication application, Predicate<String> requestThreads) throws Exception {
		application.load().sendInTurn(List.of("GET /empty"), WARM_UP, Duration.ZERO);
		application.begin();
		int turns = application.load().sendInTurn(REQUESTS, TURNS, TIME);
		AttributionMeasure measure = new AttributionMeasure(application.profile(), requestThreads);
		logger.info("{} turns on Java {}, CPU {}", turns, Runtime.version().feature(), measure.cpu);
		logger.info("{} turns, allocation {}", turns, measure.allocation);
		return measure;
	}

	/**
	 * Nothing belongs to an endpoint that did not do it, and all that was done belongs to
	 * one.
	 */
	void assertNothingIsWrong() {
		assertThat(ENDPOINTS).allSatisfy((method, endpoint) -> {
			assertThat(this.cpu.endpointsOf(method)).as("%s", this.cpu).containsOnlyKeys(endpoint);
			assertThat(this.allocation.endpointsOf(method)).as("%s", this.allocation).containsOnlyKeys(endpoint);
		});
	}

	/**
	 * Nothing belongs to an endpoint that did not do it.
	 */
	void assertNothingIsWrongButMaybeMissing() {
		assertThat(ENDPOINTS).allSatisfy((method, endpoint) -> {
			assertThat(this.cpu.endpointsOf(method).keySet()).as("%s", this.cpu)
				.isNotEmpty()
				.isSubsetOf(endpoint, EndpointShares.NONE);
			assertThat(this.allocation.endpointsOf(method).keySet()).as("%s", this.allocation)
				.isSubsetOf(endpoint, EndpointShares.NONE);
		});
	}

	void assertSharesAreKnown() {
		assertCpuSharesAreKnown();
		assertThat(this.allocation.shares()).as("%s", this.allocation)
			.allSatisfy((endpoint, share) -> assertThat(share).isCloseTo(ALLOCATION.get(endpoint), within(0.03)));
	}

	/**
	 * The Flight Recorder's samples of allocation are too few and too uneven to tell more
	 * than this.
	 */
	void assertCpuSharesAreKnown() {
		assertThat(this.cpu.shares()).containsOnlyKeys(CPU.keySet());
		assertThat(this.cpu.shares()).as("%s", this.cpu)
			.allSatisfy((endpoint, share) -> assertThat(share).isCloseTo(CPU.get(endpoint), within(0.03)));
	}

	/**
	 * What the server does before its first filter is part of no request: a hundredth of
	 * the work, or more on a machine whose system calls are slow and while its code is
	 * not compiled.
	 */
	void assertNearlyAllIsCovered() {
		assertThat(this.cpu.covered()).as("%s", this.cpu).isGreaterThan((TIME.toSeconds() < 60) ? 0.9 : 0.98);
	}

}
