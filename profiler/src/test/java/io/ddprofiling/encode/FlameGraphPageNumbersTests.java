package io.ddprofiling.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import com.sun.net.httpserver.HttpServer;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.testsupport.GoPprof;
import io.ddprofiling.testsupport.PprofFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests that a {@link FlameGraphPage} shows the numbers that other readers see.
 */
class FlameGraphPageNumbersTests {

	private static final Profile PROFILE = random();

	@TempDir
	private static Path directory;

	private static PageBrowser browser;

	@BeforeEach
	void startBrowser() {
		if (browser == null) {
			browser = new PageBrowser(directory);
		}
	}

	@AfterAll
	static void stopBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "#from=10&to=31", "#thread=http-*&endpoint=GET+%2F1", "#type=wall&from=5&to=6" })
	void numbersAreThoseOfGoPprofOnTheDownloadOfTheSameView(String view) throws IOException {
		assumeTrue(GoPprof.available(), "needs go tool pprof");
		String column = view.contains("wall") ? "wall" : "cpu";
		browser.open(PROFILE, view);
		Map<String, List<Long>> self = top();
		browser.driver().findElement(By.cssSelector("[data-sort=total]")).click();
		Map<String, List<Long>> total = top();

		Path file = browser.download("pprof");
		Map<String, List<Long>> functions = GoPprof.exactTop(file, column, "nanoseconds");
		PprofFile pprof = PprofFile.parse(Files.readAllBytes(file));

		assertThat(self).hasSizeGreaterThan(10);
		assertThat(functions).containsAllEntriesOf(self).containsAllEntriesOf(total);
		assertThat(self.values()).extracting((values) -> values.get(0)).isEqualTo(largest(functions, 0));
		assertThat(total.values()).extracting((values) -> values.get(1)).isEqualTo(largest(functions, 1));
		assertThat(browser.titles("#facts dd"))
			.contains(String.format(Locale.ROOT, "%,d nanoseconds", pprof.total(column)));
		browser.assertNoComplaints();
	}

	@Test
	void wholeViewIsTheProfileItWasMadeOf() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new PprofEncoder(PprofDialect.STANDARD, "shop").encode(PROFILE, out);
		PprofFile original = PprofFile.parse(out.toByteArray());
		StringBuilder collapsed = new StringBuilder();
		CollapsedEncoder.encode(PROFILE, ProfileType.CPU.value(), collapsed);
		browser.open(PROFILE);

		PprofFile pprof = PprofFile.parse(Files.readAllBytes(browser.download("pprof")));

		assertThat(pprof.total("cpu")).isEqualTo(original.total("cpu"));
		assertThat(pprof.topFunction("cpu")).isEqualTo(original.topFunction("cpu"));
		assertThat(pprof.start()).isEqualTo(original.start());
		assertThat(pprof.duration()).isEqualTo(original.duration());
		assertThat(Files.readString(browser.download("Collapsed stacks"))).isEqualTo(collapsed.toString());
	}

	@Test
	void servedPageHasLinksToTheRecordingOfWhatIsShown() throws IOException {
		Path file = browser.file("shop", PROFILE, null);
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			byte[] page = exchange.getRequestURI().getPath().endsWith("/flamegraph") ? Files.readAllBytes(file)
					: "recording".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, page.length);
			exchange.getResponseBody().write(page);
			exchange.close();
		});
		server.start();
		try {
			String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/actuator/profiler/";
			String window = "from=2026-01-01T00%3A00%3A00Z&to=2026-01-01T00%3A01%3A00Z";
			browser.open(base + "flamegraph?seconds=60&type=cpu");
			assertThat(link("jfr", "href")).isEqualTo(base + "jfr?" + window);
			assertThat(link("jfr", "download")).isEqualTo("shop-recording-20260101T000000.jfr");
			assertThat(link("heatmap", "href")).isEqualTo(base + "heatmap?" + window + "&type=cpu");
			assertThat(link("heatmap", "download")).isEqualTo("shop-cpu-20260101T000000.heatmap.html");
			browser.open(base + "17/flamegraph?trace=ab#from=10&to=31");
			String selected = base + "17/jfr?from=1767225610000&to=1767225631000";
			browser.driver().findElement(By.cssSelector("#downloads summary")).click();
			await().untilAsserted(() -> assertThat(link("jfr", "href")).isEqualTo(selected + "&trace=ab"));
			browser.driver().findElement(By.cssSelector("#downloads summary")).click();
			browser.choose("thread", "http-1");
			browser.driver().findElement(By.cssSelector("#downloads summary")).click();
			await()
				.untilAsserted(() -> assertThat(link("jfr", "href")).isEqualTo(selected + "&thread=http-1&trace=ab"));
		}
		finally {
			server.stop(0);
		}
	}

	private static String link(String format, String attribute) {
		return String.valueOf(browser.driver()
			.executeScript("return document.getElementById('served-' + arguments[0])[arguments[1]]", format,
					attribute));
	}

	// self and total of the first functions of the table
	private static Map<String, List<Long>> top() {
		List<String> names = browser.titles("#top tr:nth-child(-n+20) button:first-child");
		List<String> values = browser.titles("#top tr:nth-child(-n+20) td");
		Map<String, List<Long>> top = new LinkedHashMap<>();
		for (int i = 0; i < names.size(); i++) {
			top.put(names.get(i), List.of(number(values.get(2 * i)), number(values.get(2 * i + 1))));
		}
		return top;
	}

	private static long number(String exact) {
		return Long.parseLong(exact.replaceAll("\\D", ""));
	}

	private static List<Long> largest(Map<String, List<Long>> functions, int column) {
		return functions.values()
			.stream()
			.map((values) -> values.get(column))
			.sorted(Comparator.reverseOrder())
			.limit(20)
			.toList();
	}

	private static Profile random() {
		Random random = new Random(7);
		ProfileSketch sketch = new ProfileSketch(EnumSet.of(ProfileType.CPU, ProfileType.WALL)).timed();
		for (int i = 0; i < 3000; i++) {
			String[] stack = new String[1 + random.nextInt(25)];
			for (int j = 0; j < stack.length; j++) {
				stack[j] = "shop.Class" + random.nextInt(9) + ".method" + random.nextInt(4) + ":" + random.nextInt(50);
			}
			ProfileType type = random.nextBoolean() ? ProfileType.CPU : ProfileType.WALL;
			sketch.addAt(random.nextDouble() * 60, type, 1 + random.nextInt(1_000_000_000),
					ProfileSketch.labels("http-" + random.nextInt(4), "GET /" + random.nextInt(3)), stack);
		}
		return sketch.build();
	}

}
