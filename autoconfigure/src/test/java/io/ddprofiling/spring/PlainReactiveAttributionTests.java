package io.ddprofiling.spring;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanObservationHandler} on the reactive stack, where nothing hands on
 * the observation.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlainReactiveAttributionTests {

	private AttributedApplication application;

	@BeforeAll
	void start(@TempDir Path directory) {
		this.application = new AttributedApplication(ReactiveAttributionApplication.class, WebApplicationType.REACTIVE,
				directory);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@ParameterizedTest
	@CsvSource({ "GET /orders/17,orders,none", "GET /basket,basket,none", "POST /search,search,none",
			"GET /loop,future,none", "GET /direct,direct,none", "GET /delayed,delayed,none",
			"GET /emitted,emitted,none" })
	void workBelongsToNoRequest(String request, String method, String endpoint) {
		EndpointShares shares = this.application.sampled(request, method);

		assertThat(shares.endpointsOf(method)).as("%s", shares).containsOnlyKeys(endpoint);
	}

}
