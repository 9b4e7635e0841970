package io.ddprofiling.spring;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanObservationHandler} where the Flight Recorder takes the samples,
 * with a clock of its own.
 */
class FlightRecorderAttributionTests {

	@Test
	void workBelongsToItsRequest(@TempDir Path directory) throws Exception {
		try (AttributedApplication application = new AttributedApplication(ServletAttributionApplication.class,
				WebApplicationType.SERVLET, directory, "--dd.profiling.engine=jfr")) {
			EndpointShares shares = application.sampled("GET /orders/1", "orders");

			assertThat(shares.endpointsOf("orders")).as("%s", shares).containsOnlyKeys("GET /orders/{id}");
		}
	}

}
