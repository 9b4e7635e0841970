package io.ddprofiling.sample;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleApplication}, over HTTP. The context is closed, because its
 * profiler would keep those of other tests from running.
 */
@DirtiesContext
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "sample.traffic.enabled=false", "management.endpoint.health.show-components=always",
				"management.endpoint.health.probes.enabled=true",
				"management.endpoint.health.probes.add-additional-paths=true" })
class SampleApplicationTests {

	private final RestClient client = RestClient.builder().requestFactory(new SimpleClientHttpRequestFactory()).build();

	@LocalServerPort
	private int port;

	@Autowired
	private TrafficGenerator trafficGenerator;

	@Test
	void trafficIsOffWhenDisabled() {
		assertThat(this.trafficGenerator.isRunning()).isFalse();
	}

	@Test
	void indexListsThePagesAndTheProfiler() {
		Answer answer = get("/");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("/products/", "/orders/checkout", "/reports/", "/suppliers/", "/coupons/",
				"/carts/", "/actuator/profiler/flamegraph?type=cpu&amp;seconds=60");
		assertThat(answer.body()).doesNotContain("<script");
	}

	@Test
	void priceIsAnswered() {
		Answer answer = get("/products/12/price");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("\"product\":12",
				"\"cents\":" + new Pricing(FixProperties.NOTHING).price(12).cents());
	}

	@Test
	void checkoutCountsOrders() {
		Answer answer = get("/orders/checkout");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).containsPattern("\"reservation\":\\d+").containsPattern("\"entry\":\\d+");
	}

	@Test
	void orderCanBePosted() {
		Answer answer = exchange(HttpMethod.POST, "/orders");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).containsPattern("\"reservation\":\\d+").containsPattern("\"entry\":\\d+");
	}

	@Test
	void reportIsOneMebibyte() {
		Answer answer = get("/reports/2026-01-12");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("\"day\":\"2026-01-12\"", "\"pages\":128", "\"bytes\":1048576");
	}

	@Test
	void supplierAnswers() {
		Answer answer = get("/suppliers/12");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("Supplier 12 has 42 units");
	}

	@Test
	void couponIsRefusedTwentyTimes() {
		Answer answer = get("/coupons/SAVE12");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("\"expired\":false", "\"refusals\":20");
	}

	@Test
	void expiredCouponIsABadRequest() {
		Answer answer = get("/coupons/SAVE10");

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("\"expired\":true", "\"refusals\":20");
	}

	@Test
	void cartIsRemembered() {
		Answer answer = get("/carts/12");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("\"cart\":12").containsPattern("\"remembered\":[1-9]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/products/x/price", "/reports/yesterday", "/suppliers/x", "/carts/x" })
	void nonsenseIsABadRequest(String path) {
		assertThat(get(path).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/info", "/actuator/metrics" })
	void actuatorIsExposed(String path) {
		assertThat(get(path).status()).isEqualTo(200);
	}

	// the type of the groups is in another package on Spring Boot 4
	@ParameterizedTest
	@CsvSource({ "liveness, /livez", "readiness, /readyz" })
	void probesDoNotAskForTheHealthOfTheProfiler(String group, String path,
			@Autowired @Qualifier("healthEndpointGroups") Object groups) {
		SpelExpressionParser parser = new SpelExpressionParser();

		assertThat(parser.parseExpression("primary.isMember('profiler')").getValue(groups, Boolean.class)).isTrue();
		assertThat(parser.parseExpression("get('" + group + "').isMember('profiler')").getValue(groups, Boolean.class))
			.isFalse();
		assertThat(get(path).status()).isEqualTo(200);
		assertThat(get("/actuator/health").body()).contains("\"profiler\"");
	}

	private Answer get(String path) {
		return exchange(HttpMethod.GET, path);
	}

	private Answer exchange(HttpMethod method, String path) {
		return this.client.method(method)
			.uri("http://localhost:" + this.port + path)
			.exchange((request, response) -> new Answer(response.getStatusCode().value(),
					new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8)));
	}

	private record Answer(int status, String body) {

	}

}
