package io.ddprofiling.sample;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Follows {@code src/docs/getting-started.md} through the HTTP API: finds the three
 * problems in one version of the shop, and compares it with the next, in which they are
 * fixed.
 */
class GuideTests {

	private static final String TAXES = "io.ddprofiling.sample.Pricing.computeTaxes";

	private static final String DISCOUNTS = "io.ddprofiling.sample.Pricing.computeDiscounts";

	private static final String LEDGER = "io.ddprofiling.sample.Ledger.append";

	private static final String REPORT = "io.ddprofiling.sample.ReportWriter.render";

	private static final String ORDERS = "GET%20/orders/checkout";

	@TempDir
	private Path directory;

	private String shop = "";

	@Test
	void problemsAreFoundAndTheirFixesAreTheLargestDecreases() throws IOException {
		try (ConfigurableApplicationContext slow = run("--dd.version=1.0.0")) {
			await().atMost(Duration.ofMinutes(2))
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> total("cpu", TAXES) > 300_000_000 && total("lock", LEDGER) > 300_000_000
						&& total("allocation", REPORT) > 50_000_000);

			assertThat(application(top("cpu", "topBySelf"))).as("CPU").first().isEqualTo(TAXES);
			assertThat(application(top("lock&endpoint=" + ORDERS, "topByTotal"))).as("locks").contains(LEDGER);
			assertThat(application(top("allocation", "topByTotal"))).as("garbage").contains(REPORT);
			assertThat(get("top?type=cpu&seconds=600").at("/endpoints/0/name").asText())
				.isEqualTo("GET /products/{id}/price");
		}

		try (ConfigurableApplicationContext fixed = run("--dd.version=1.0.1", "--sample.fixed.pricing=true",
				"--sample.fixed.ledger=true", "--sample.fixed.reports=true")) {
			await().atMost(Duration.ofMinutes(2))
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> total("cpu", DISCOUNTS) > 100_000_000);

			JsonNode cpu = get("diff?type=cpu&seconds=60&baseline=version");
			assertThat(cpu.at("/before/version").asText()).isEqualTo("1.0.0");
			assertThat(cpu.at("/after/version").asText()).isEqualTo("1.0.1");
			assertThat(cpu.get("comparedBy").asText()).isEqualTo("perRequest");
			assertThat(cpu.at("/shrunk/0/function").asText()).as("CPU").isEqualTo(TAXES);
			assertThat(get("diff?type=allocation&seconds=60&baseline=version").at("/shrunk/0/function").asText())
				.as("garbage")
				.isEqualTo(REPORT);
			// without what the server itself waits for
			JsonNode locks = get("diff?type=lock&seconds=60&baseline=version&limit=1000&endpoint=" + ORDERS);
			assertThat(locks.at("/shrunk/0/function").asText()).as("how a thread waits for the lock")
				.isEqualTo("jdk.internal.misc.Unsafe.park");
			assertThat(change(locks, LEDGER)).isLessThan(0.8 * locks.at("/shrunk/0/selfChange").asDouble());
		}
	}

	private static double change(JsonNode diff, String function) {
		return entries(diff.get("shrunkByTotal")).stream()
			.filter((entry) -> entry.get("function").asText().equals(function))
			.mapToDouble((entry) -> entry.get("totalChange").asDouble())
			.findFirst()
			.orElse(0);
	}

	// of all that was recorded, or a slow machine might never have enough
	private long total(String type, String function) throws IOException {
		return entries(get("top?seconds=600&limit=1000&type=" + type).get("topByTotal")).stream()
			.filter((entry) -> entry.get("function").asText().equals(function))
			.mapToLong((entry) -> entry.get("total").asLong())
			.sum();
	}

	private List<String> top(String type, String list) throws IOException {
		return entries(get("top?seconds=600&limit=100&type=" + type).get(list)).stream()
			.map((entry) -> entry.get("function").asText())
			.toList();
	}

	private static List<String> application(List<String> functions) {
		return functions.stream().filter((function) -> function.startsWith("io.ddprofiling.sample.")).toList();
	}

	private static List<JsonNode> entries(JsonNode list) {
		return StreamSupport.stream(list.spliterator(), false).toList();
	}

	private JsonNode get(String path) throws IOException {
		byte[] body = RestClient.create()
			.get()
			.uri(URI.create(this.shop + "/actuator/profiler/" + path))
			.retrieve()
			.body(byte[].class);
		return new ObjectMapper().readTree(body);
	}

	private ConfigurableApplicationContext run(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--sample.traffic.requests-per-second=200",
				"--dd.profiling.upload.enabled=false",
				"--dd.profiling.store.directory=" + this.directory.resolve("store")));
		all.addAll(Arrays.asList(arguments));
		ConfigurableApplicationContext context = new SpringApplicationBuilder(SampleApplication.class)
			.run(all.toArray(String[]::new));
		this.shop = "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
		return context;
	}

}
