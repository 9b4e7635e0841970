package io.ddprofiling.spring;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanObservationHandler} where each request has a virtual thread.
 */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads")
class VirtualThreadAttributionTests {

	@TempDir
	private Path directory;

	/**
	 * Spring Boot has Reactor's schedulers use virtual threads, too, for the whole
	 * process if they were not there before. {@link ReactiveAttributionTests} may come
	 * next in it.
	 */
	@BeforeAll
	static void createSchedulersOfReactor() {
		Schedulers.boundedElastic();
	}

	@Test
	void asyncProfilerKnowsNoVirtualThreads() throws Exception {
		try (AttributedApplication application = application("async-profiler")) {
			EndpointShares shares = application.sampled("GET /orders/1", "orders");

			assertThat(shares.endpointsOf("orders")).as("%s", shares).containsOnlyKeys(EndpointShares.NONE);
			assertThat(application.hints()).anyMatch((hint) -> hint.contains("virtual threads"));
		}
	}

	@Test
	@Tag("attribution")
	void flightRecorderKnowsVirtualThreads() throws Exception {
		try (AttributedApplication application = application("jfr")) {
			AttributionMeasure measure = AttributionMeasure.of(application,
					(thread) -> thread.startsWith("tomcat-handler-"));

			measure.assertNothingIsWrongButMaybeMissing();
			measure.assertCpuSharesAreKnown();
			measure.assertNearlyAllIsCovered();
		}
	}

	private AttributedApplication application(String engine) {
		return new AttributedApplication(ServletAttributionApplication.class, WebApplicationType.SERVLET,
				this.directory, "--dd.profiling.engine=" + engine, "--spring.threads.virtual.enabled=true");
	}

}
