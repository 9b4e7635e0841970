package io.ddprofiling.spring;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Hooks;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanObservationHandler} on the reactive stack, whose operators hand on
 * the observation.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReactiveAttributionTests {

	private AttributedApplication application;

	@BeforeAll
	void start(@TempDir Path directory) {
		this.application = new AttributedApplication(ReactiveAttributionApplication.class, WebApplicationType.REACTIVE,
				directory, "--spring.reactor.context-propagation=auto");
	}

	@AfterAll
	void stop() {
		this.application.close();
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@CsvSource({ "GET /orders/17,orders,GET /orders/{id}", "GET /basket,basket,GET /basket",
			"POST /search,search,POST /search", "GET /loop,future,GET /loop", "GET /direct,direct,GET /direct",
			"GET /delayed,delayed,GET /delayed", "GET /emitted,emitted,GET /emitted" })
	void workBelongsToItsRequest(String request, String method, String endpoint) {
		EndpointShares shares = this.application.sampled(request, method);

		assertThat(shares.endpointsOf(method)).as("%s", shares).containsOnlyKeys(endpoint);
	}

	@Test
	@Tag("attribution")
	void sharesAreThoseOfTheWork() throws Exception {
		AttributionMeasure measure = AttributionMeasure.of(this.application,
				(thread) -> thread.matches("(reactor-http|parallel|boundedElastic)-.*"));

		measure.assertNothingIsWrong();
		measure.assertSharesAreKnown();
	}

}
