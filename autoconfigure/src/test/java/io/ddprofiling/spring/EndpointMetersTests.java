package io.ddprofiling.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.ddprofiling.Profiler;
import io.ddprofiling.export.datadog.UploadMode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the meters of endpoints, which appear with the first window that has samples
 * of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointMetersTests {

	private static final Path DASHBOARD = Path.of("../src/grafana/endpoint-cost.json");

	private static final Pattern METRIC = Pattern.compile("\\b[a-z]+(?:_[a-z]+)+(?=[\\[{,])");

	private static final String OTHER = "(other)";

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final ClosedRegistry closed = new ClosedRegistry();

	private final SimpleMeterRegistry abandoned = new SimpleMeterRegistry();

	private final SimpleMeterRegistry late = new SimpleMeterRegistry();

	private Profiler profiler;

	private ProfilerMetrics metrics;

	@BeforeAll
	void record(@TempDir Path directory) {
		this.profiler = Profiler.plainBuilder()
			.storeDirectory(directory)
			.uploadMode(UploadMode.NEVER)
			.uploadPeriod(Duration.ofSeconds(1))
			.maxSamples(0)
			.countedEndpoints(2)
			.build();
		this.metrics = new ProfilerMetrics(this.profiler);
		this.metrics.bindTo(this.registry);
		this.metrics.bindTo(this.prometheus);
		this.metrics.bindTo(this.closed);
		this.closed.close();
		ProfilerMetrics other = new ProfilerMetrics(this.profiler);
		other.bindTo(this.abandoned);
		other.close();
		this.profiler.start();
		Recording.assumePossible(this.profiler);
		serveUntilThereIsAMeter("/orders/{id}", "GET /orders/{id}");
		serveUntilThereIsAMeter("/carts", "GET /carts");
		serveUntilThereIsAMeter("/reports", OTHER);
		this.metrics.bindTo(this.late);
	}

	@AfterAll
	void close() {
		this.metrics.close();
		this.profiler.close();
	}

	@ParameterizedTest
	@CsvSource({ "profiler.endpoint.cpu,seconds", "profiler.endpoint.allocated,bytes",
			"profiler.endpoint.wait,seconds" })
	void everyEndpointHasAMeterUpToTheLimit(String name, String unit) {
		for (MeterRegistry each : new MeterRegistry[] { this.registry, this.prometheus, this.late }) {
			assertThat(each.find(name).functionCounters()).hasSize(3).allSatisfy((counter) -> {
				assertThat(counter.getId().getBaseUnit()).isEqualTo(unit);
				assertThat(counter.getId().getDescription()).isNotBlank();
				assertThat(counter.getId().getTags()).singleElement()
					.satisfies((tag) -> assertThat(tag.getKey()).isEqualTo("endpoint"));
				assertThat(counter.count()).isPositive();
			});
			assertThat(endpoints(each, name)).containsExactlyInAnyOrder("GET /orders/{id}", "GET /carts", OTHER);
		}
	}

	@Test
	void valuesAreInTheirUnits() {
		double seconds = value("profiler.endpoint.cpu");

		assertThat(seconds).isBetween(0.1, 60.0);
		assertThat(value("profiler.endpoint.wait")).isBetween(0.05, 60.0);
		assertThat(value("profiler.endpoint.allocated")).isGreaterThan(1_000_000);
	}

	@Test
	void registryThatIsClosedIsForgotten() {
		assertThat(this.closed.find("profiler.endpoint.cpu").functionCounters()).isEmpty();
		assertThat(this.closed.asked).as("not asked again for later endpoints").isEqualTo(1);
	}

	@Test
	void valuesOutliveAStopAndGrowAfterTheNextStart() {
		double before = value("profiler.endpoint.cpu");

		this.profiler.stop();
		assertThat(value("profiler.endpoint.cpu")).isGreaterThanOrEqualTo(before);
		this.profiler.start();

		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			Recording.serve("/orders/{id}", "4bf92f3577b34da6");
			return value("profiler.endpoint.cpu") > before;
		});
		assertThat(this.registry.find("profiler.endpoint.cpu").functionCounters()).hasSize(3);
	}

	@Test
	void metersThatAreClosedRegisterNothing() {
		assertThat(this.abandoned.find("profiler.active").gauge()).isNotNull();
		assertThat(this.abandoned.find("profiler.endpoint.cpu").functionCounters()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "profiler_endpoint_cpu_seconds_total", "profiler_endpoint_allocated_bytes_total",
			"profiler_endpoint_wait_seconds_total" })
	void prometheusSeesTheNamesOfTheManual(String name) {
		assertThat(this.prometheus.scrape()).contains("# TYPE " + name + " counter",
				name + "{endpoint=\"GET /orders/{id}\"} ");
	}

	@Test
	void dashboardAsksForMetersThatExist() throws IOException {
		Timer.builder("http.server.requests").tags("method", "GET", "uri", "/carts").register(this.prometheus);
		String dashboard = Files.readString(DASHBOARD);
		Set<String> asked = metrics(dashboard);

		assertThat(asked).hasSize(4);
		assertThat(this.prometheus.scrape().lines()).as("all of %s", asked)
			.filteredOn((line) -> asked.stream().anyMatch((name) -> line.startsWith(name + "{")))
			.extracting((line) -> line.substring(0, line.indexOf('{')))
			.containsAll(asked);
		assertThat(JsonParserFactory.getJsonParser().parseMap(dashboard)).containsEntry("title", "Cost per endpoint")
			.containsKeys("panels", "templating", "schemaVersion");
	}

	@Test
	void manualAsksForMetersThatExist() throws IOException {
		String manual = Files.readString(Path.of("../src/docs/endpoint-cost.md"));

		assertThat(metrics(manual)).isEqualTo(metrics(Files.readString(DASHBOARD)));
	}

	// what stands before a range or a selector, or as the first argument of a function
	private static Set<String> metrics(String text) {
		return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
	}

	private void serveUntilThereIsAMeter(String pattern, String endpoint) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
			Recording.serve(pattern, "4bf92f3577b34da6");
			return Set.of("profiler.endpoint.cpu", "profiler.endpoint.allocated", "profiler.endpoint.wait")
				.stream()
				.map((name) -> this.registry.find(name).tag("endpoint", endpoint).functionCounter())
				.allMatch((counter) -> counter != null && counter.count() > 0);
		});
	}

	private double value(String name) {
		return this.registry.get(name).tag("endpoint", "GET /orders/{id}").functionCounter().count();
	}

	private static Set<String> endpoints(MeterRegistry registry, String name) {
		return registry.find(name)
			.functionCounters()
			.stream()
			.map(FunctionCounter::getId)
			.map((id) -> id.getTag("endpoint"))
			.collect(Collectors.toSet());
	}

	/**
	 * A registry that counts how often it is asked whether it is closed.
	 */
	private static final class ClosedRegistry extends SimpleMeterRegistry {

		private int asked;

		@Override
		public boolean isClosed() {
			boolean closed = super.isClosed();
			this.asked += closed ? 1 : 0;
			return closed;
		}

	}

}
