package io.ddprofiling.spring;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanObservationHandler} on the servlet stack, with all that hands on
 * the observation.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServletAttributionTests {

	private AttributedApplication application;

	@BeforeAll
	void start(@TempDir Path directory) {
		// the class loader and Tomcat remember each resource there is not
		this.application = new AttributedApplication(ServletAttributionApplication.class, WebApplicationType.SERVLET,
				directory, "--propagate=true", "--spring.web.resources.static-locations=file:" + directory + "/",
				"--server.tomcat.resource.allow-caching=false");
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@ParameterizedTest
	@CsvSource({ "GET /orders/17,orders,GET /orders/{id}", "POST /search,search,POST /search",
			"GET /callable,callable,GET /callable", "GET /later,later,GET /later", "GET /future,future,GET /future",
			"GET /inner,inner,GET /inner", "GET /span,price,GET /span", "GET /common-pool,commonPool,none" })
	void workBelongsToItsRequest(String request, String method, String endpoint) {
		EndpointShares shares = this.application.sampled(request, method);

		assertThat(shares.endpointsOf(method)).as("%s", shares).containsOnlyKeys(endpoint);
	}

	@Test
	void scheduledWorkIsATask() {
		EndpointShares shares = this.application.sampled("GET /empty", "scheduled");

		assertThat(shares.endpointsOf("scheduled")).as("%s", shares)
			.containsOnlyKeys("ServletAttributionApplication.Background.tick");
	}

	@Test
	void spanInsideOfARequestIsNamed() {
		this.application.sampled("GET /span", "price");

		Profile profile = this.application.profile();

		assertThat(labels(profile, LabelKey.SPAN_NAME)).containsExactly("price");
		assertThat(labels(profile, LabelKey.ATTRIBUTE)).containsExactly("acme");
	}

	@Test
	void samplesTellTheTrace() {
		this.application.sampled("GET /orders/1", "orders");

		Profile profile = this.application.profile();

		assertThat(labels(profile, LabelKey.TRACE_ID)).hasSizeGreaterThan(3)
			.allMatch((trace) -> trace.matches("[0-9a-f]{32}"));
	}

	@Test
	void answersAreCounted() {
		this.application.begin();
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			this.application.load().send("GET /basket", 10);
			assertThat(this.application.profile().requests()).extractingByKey(new Endpoint("GET /basket", true))
				.isNotNull();
		});
	}

	@Test
	@Tag("attribution")
	void pathsThatAreNotMappedShareAName() throws Exception {
		this.application.begin();
		askForNothing(0, 2_000);
		int meters = this.application.meters();
		long heap = heapAfterCollection();

		askForNothing(2_000, 12_000);

		assertThat(heapAfterCollection() - heap).as("bytes, of 5,000,000 if the paths were kept").isLessThan(2_000_000);
		assertThat(this.application.meters()).isLessThan(meters + 20);
		Profile profile = this.application.profile();

		assertThat(profile.requests().keySet()).extracting(Endpoint::name)
			.contains("GET /**")
			.hasSizeLessThan(20)
			.noneMatch((name) -> name.contains("nothing"));
		assertThat(labels(profile, LabelKey.ENDPOINT)).noneMatch((name) -> name.contains("nothing"));
	}

	@Test
	@Tag("attribution")
	void sharesAreThoseOfTheWork() throws Exception {
		AttributionMeasure measure = AttributionMeasure.of(this.application, (thread) -> thread.contains("-exec-"));

		measure.assertNothingIsWrong();
		measure.assertSharesAreKnown();
		measure.assertNearlyAllIsCovered();
	}

	private void askForNothing(int from, int to) throws Exception {
		for (int i = from; i < to; i++) {
			this.application.load().send("GET /nothing/" + i + "/" + "x".repeat(500));
		}
	}

	// the least of some, as a window may be converted meanwhile
	private static long heapAfterCollection() throws Exception {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 10; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
			Thread.sleep(300);
		}
		return least;
	}

	private static Set<String> labels(Profile profile, LabelKey key) {
		return IntStream.range(0, profile.rows())
			.boxed()
			.flatMap((row) -> profile.labels(row).stream())
			.filter((label) -> label.key() == key)
			.map(Label::text)
			.collect(Collectors.toSet());
	}

}
