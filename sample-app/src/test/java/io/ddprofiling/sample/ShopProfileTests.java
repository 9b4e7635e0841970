package io.ddprofiling.sample;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddprofiling.testsupport.GoPprof;
import io.ddprofiling.testsupport.JfrTool;
import io.ddprofiling.testsupport.PprofFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Holds profiles of the running shop against what is known of it.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "sample.traffic.enabled=false", "dd.profiling.upload.enabled=false",
				"dd.profiling.cpu.interval=2ms", "dd.profiling.allocation.interval=64KB",
				// fewer samples, each of more weight, tell less exactly
				"dd.profiling.max-samples=0", "dd.profiling.max-overhead=off" })
@DirtiesContext
class ShopProfileTests {

	private static final String TAXES = "io.ddprofiling.sample.Pricing.computeTaxes";

	private static final String DISCOUNTS = "io.ddprofiling.sample.Pricing.computeDiscounts";

	// 128 pages of 8 KiB, each with a header of 16 bytes
	private static final double BYTES_PER_REPORT = 128 * (8192 + 16);

	private static final Pattern PAGE_DATA = Pattern
		.compile("<script type=\"application/json\" id=\"profile\">(.*?)</script>", Pattern.DOTALL);

	// enough to tell 75 % within 5 by 4 standard deviations, and from the start of a JVM
	private static final int SAMPLES = 1000;

	@LocalServerPort
	private int port;

	@TempDir
	private Path directory;

	@Test
	void cpuOfTheTwoHotMethodsHasItsTrueRatio() {
		visitUntilSampled();

		PprofFile profile = PprofFile.parse(get("/actuator/profiler/pprof?type=cpu&seconds=300"));

		double taxes = profile.selfOf("cpu", TAXES);
		double discounts = profile.selfOf("cpu", DISCOUNTS);
		assertThat(100 * taxes / (taxes + discounts)).isCloseTo(75, within(5.0));
	}

	@Test
	void allFormatsShowTheSameTopMethod() throws IOException {
		visitUntilSampled();

		String pprof = PprofFile.parse(get("/actuator/profiler/pprof?type=cpu&seconds=300")).topFunction("cpu");

		assertThat(pprof).isEqualTo(TAXES);
		assertThat(topOfCollapsed(text("/actuator/profiler/collapsed?type=cpu&seconds=300"))).isEqualTo(pprof);
		assertThat(topOfPage(text("/actuator/profiler/flamegraph?type=cpu&seconds=300"))).isEqualTo(pprof);
	}

	@Test
	void goToolPprofFetchesAndReadsTheProfile() {
		assumeThat(GoPprof.available()).as("go tool pprof is on the PATH").isTrue();
		visitUntilSampled();

		String top = GoPprof.fetchTop(URI.create(url("/actuator/profiler/pprof?seconds=300&type=cpu")));

		Map<String, Double> percent = GoPprof.flatPercent(top);
		assertThat(percent.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey())
			.isEqualTo(TAXES);
	}

	@Test
	void recordingIsReadByTheJdk() throws IOException {
		visitUntilSampled();
		Path file = this.directory.resolve("shop.jfr");

		Files.write(file, get("/actuator/profiler/jfr?seconds=300"));

		assertThat(JfrTool.summary(file)).hasEntrySatisfying("jdk.ExecutionSample",
				(count) -> assertThat(count).isPositive());
	}

	@Test
	void allocationOfAReportHasItsTrueSize() {
		int reports = 100;
		for (int i = 0; i < reports; i++) {
			get("/reports/2026-01-01");
		}

		PprofFile profile = PprofFile.parse(get("/actuator/profiler/pprof?type=allocation&seconds=300"));

		double perReport = (double) profile.totalOf("alloc_space", "io.ddprofiling.sample.ReportWriter.render")
				/ reports;
		assertThat(perReport / BYTES_PER_REPORT).isCloseTo(1, within(0.15));
	}

	private void visitUntilSampled() {
		await().atMost(Duration.ofMinutes(4)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
			for (int i = 0; i < 200; i++) {
				get("/products/7/price");
			}
			PprofFile profile = PprofFile.parse(get("/actuator/profiler/pprof?type=cpu&seconds=300"));
			return profile.selfOf("cpu", TAXES) / 2_000_000 >= SAMPLES;
		});
	}

	private static String topOfCollapsed(String collapsed) {
		Map<String, Long> self = new HashMap<>();
		collapsed.lines().forEach((line) -> {
			int blank = line.lastIndexOf(' ');
			String leaf = line.substring(line.lastIndexOf(';', blank) + 1, blank);
			self.merge(leaf, Long.parseLong(line.substring(blank + 1)), Long::sum);
		});
		return self.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
	}

	private static String topOfPage(String page) throws IOException {
		Matcher data = PAGE_DATA.matcher(page);
		assertThat(data.find()).isTrue();
		JsonNode graph = new ObjectMapper().readTree(data.group(1));
		JsonNode samples = graph.get("profiles").get(0).get("samples").get("cpu");
		Map<String, Long> self = new HashMap<>();
		int node = 0;
		for (int i = 0; i < samples.get("values").size(); i++) {
			node += samples.get("nodeSteps").get(i).asInt();
			String name = graph.get("names").get(graph.get("nameIds").get(node).asInt()).asText();
			self.merge(name, samples.get("values").get(i).asLong(), Long::sum);
		}
		return self.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
	}

	private String text(String path) {
		return new String(get(path), StandardCharsets.UTF_8);
	}

	private byte[] get(String path) {
		byte[] body = RestClient.create().get().uri(URI.create(url(path))).retrieve().body(byte[].class);
		assertThat(body).isNotNull();
		return body;
	}

	private String url(String path) {
		return "http://localhost:" + this.port + path;
	}

}
