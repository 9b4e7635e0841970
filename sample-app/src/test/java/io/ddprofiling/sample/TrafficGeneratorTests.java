package io.ddprofiling.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.servlet.HandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TrafficGenerator}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TrafficGeneratorTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void visitsEveryPageAndStopsWithTheShop() {
		try (ConfigurableApplicationContext shop = openShop()) {
			Visits visits = shop.getBean(Visits.class);
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(visits.patterns).containsOnly("/products/{id}/price",
						"/orders/checkout", "/reports/{day}", "/suppliers/{id}", "/coupons/{code}", "/carts/{id}"));
			assertThat(visits.statuses).containsOnly(200, 400);
		}

		// a visit may last until both of its timeouts
		await().atMost(PATIENCE).until(() -> customersAlive() == 0);
	}

	@Test
	void customersAreDaemonThreads() {
		try (ConfigurableApplicationContext shop = openShop()) {
			await().until(() -> customersAlive() == TrafficGenerator.CUSTOMERS);
			assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> thread.getName().startsWith("sample-traffic-"))
				.allMatch(Thread::isDaemon);
		}
	}

	@Test
	void failingVisitIsLoggedOnceAndDoesNotEndTheTraffic(CapturedOutput output) {
		TrafficGenerator generator = new TrafficGenerator(new TrafficProperties(true, 1000),
				new MockEnvironment().withProperty("local.server.port", "1"));

		generator.start();

		try {
			await().until(() -> output.getOut().contains("A visit failed"));
			assertThat(generator.isRunning()).isTrue();
			assertThat(output.getOut()).containsOnlyOnce("A visit failed");
		}
		finally {
			generator.stop();
		}
		assertThat(generator.isRunning()).isFalse();
	}

	@Test
	void doesNotStartWithoutAWebServer() {
		TrafficGenerator generator = new TrafficGenerator(new TrafficProperties(true, 20), new MockEnvironment());

		generator.start();

		assertThat(generator.isRunning()).isFalse();
	}

	@Test
	void rateMustBeInBounds() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TrafficProperties(true, 0))
			.withMessage("'requestsPerSecond' must be between 1 and 1000");
		assertThatIllegalArgumentException().isThrownBy(() -> new TrafficProperties(true, 1001));
	}

	private static ConfigurableApplicationContext openShop() {
		return new SpringApplicationBuilder(SampleApplication.class, Visits.class).run("--server.port=0",
				"--sample.traffic.requests-per-second=200");
	}

	private static long customersAlive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("sample-traffic-"))
			.count();
	}

	/**
	 * The pages that were visited and what they answered.
	 */
	static class Visits implements Filter {

		private final Set<String> patterns = ConcurrentHashMap.newKeySet();

		private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			chain.doFilter(request, response);
			this.statuses.add(((HttpServletResponse) response).getStatus());
			this.patterns.add(String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)));
		}

	}

}
