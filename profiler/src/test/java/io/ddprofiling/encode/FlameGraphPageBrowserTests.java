package io.ddprofiling.encode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlameGraphPage} in a real browser.
 */
class FlameGraphPageBrowserTests {

	private static final int ROW = 20;

	@TempDir
	private static Path directory;

	@TempDir
	private static Path userData;

	private static ChromeDriver browser;

	// before each test, because reports do not tell why a whole class was skipped
	@BeforeEach
	void startBrowser() {
		if (browser == null) {
			browser = Chromium.start(userData);
		}
	}

	@AfterAll
	static void stopBrowser() {
		if (browser != null) {
			browser.quit();
		}
	}

	@Test
	void selectsTheRootAtFirst() throws IOException {
		open(shop());

		assertThat(selected()).isEqualTo("all: total 10.00 s (100.00 %), self 0 ns (0.00 %)");
		assertThat(browser.getTitle()).isEqualTo("CPU profile of shop");
		assertThat(browser.findElement(By.id("facts")).getText()).contains("2026-07-28 10:00:00 to 10:01:00 UTC (60 s)")
			.contains("service", "shop")
			.contains("10.00 s");
		assertNoComplaints();
	}

	// one page each: together they may make up for each other's damage
	@ParameterizedTest
	@MethodSource("hostileNames")
	void hostileNameIsShownAndDoesNotRun(String name) throws IOException {
		open(tree(name, name + ";" + name));

		press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
		hover(0.5, 1);

		assertThat(texts("#tooltip .name + p").get(0)).startsWith("Total 2.00 s");
		assertThat(texts("#top button, #tooltip .name")).containsExactly(name.replace('\ud83e', '\ufffd'),
				name.replace('\ud83e', '\ufffd'));
		assertThat(browser.getTitle()).isEqualTo("CPU profile of shop");
		assertThat(browser.findElements(By.tagName("script"))).hasSize(2);
		assertNoComplaints();
	}

	static Stream<String> hostileNames() {
		return Stream.of("</script><script>document.title='x'</script>",
				"</script><img src=x onerror=\"document.title='x'\">", "<!--<script>", "-->",
				"'\"`${document.title='x'}", "a\u2028b", "\ud83d\ude00", "lone \ud83e surrogate", "]]>",
				"long.".repeat(20_000), "__proto__", "constructor");
	}

	@Test
	void clickZoomsAndBackUnzooms() throws IOException {
		open(shop());

		click(0.1, 2);
		waitForSelected("com.acme.Shop.buy: total 6.00 s (60.00 %), self 2.00 s (20.00 %)");
		click(0.6, 3);
		waitForSelected("java.util.HashMap.get: total 1.00 s (10.00 %), self 1.00 s (10.00 %)");
		browser.navigate().back();
		waitForSelected("com.acme.Shop.buy: total 6.00 s (60.00 %), self 2.00 s (20.00 %)");
		browser.navigate().back();
		waitForSelected("all: total 10.00 s (100.00 %), self 0 ns (0.00 %)");
		assertNoComplaints();
	}

	@Test
	void clickOnCallerUnzooms() throws IOException {
		open(shop());

		click(0.1, 2);
		waitForSelected("com.acme.Shop.buy");
		click(0.9, 1);
		waitForSelected("main: total 9.00 s");
	}

	@Test
	void addressOfAnUnknownFrameShowsEverything() throws IOException {
		open(shop(), "#frame=4711");

		assertThat(selected()).startsWith("all: total 10.00 s");
		assertNoComplaints();
	}

	@Test
	void searchShowsTheShareOfMatchingFrames() throws IOException {
		open(shop());

		type("shop\\.(buy|sort)");

		assertThat(matched()).isEqualTo("60.00 % matched (6.00 s)");
		assertThat(texts("#top button")).containsExactly("com.acme.Shop.sort", "com.acme.Shop.buy");
	}

	@Test
	void searchCountsInTheZoomedFrame() throws IOException {
		open(shop());
		click(0.1, 2);
		waitForSelected("com.acme.Shop.buy");

		type("HashMap");

		assertThat(matched()).isEqualTo("16.67 % of the zoomed frame matched (1.00 s)");
	}

	@Test
	void incompleteExpressionIsReported() throws IOException {
		open(shop());

		type("(");

		assertThat(matched()).isEqualTo("not a regular expression");
		assertThat(search().getDomAttribute("aria-invalid")).isEqualTo("true");
		assertNoComplaints();
	}

	@Test
	void tableIsSortedBySelfAtFirstAndByTotalOnRequest() throws IOException {
		open(shop());

		assertThat(texts("#top tr:first-child > *")).containsExactly("com.acme.Shop.sort", "3.00 s 30.00 %",
				"3.00 s 30.00 %");
		browser.findElement(By.cssSelector("[data-sort=total]")).click();
		assertThat(texts("#top tr:first-child > *")).containsExactly("main", "1.00 s 10.00 %", "9.00 s 90.00 %");
	}

	@Test
	void recursionCountsOnceInTheTable() throws IOException {
		open(tree("f;f;g;f"));

		assertThat(texts("#top tr:first-child > *")).containsExactly("f", "1.00 s 100.00 %", "1.00 s 100.00 %");
	}

	@Test
	void clickInTheTableSearchesExactlyThatFunction() throws IOException {
		open(shop());

		browser.findElement(By.cssSelector("#top button")).click();

		assertThat(search().getDomProperty("value")).isEqualTo("^com\\.acme\\.Shop\\.sort$");
		assertThat(matched()).isEqualTo("30.00 % matched (3.00 s)");
	}

	@Test
	void keysMoveZoomAndReset() throws IOException {
		open(shop());

		press(Keys.ARROW_DOWN);
		assertThat(selected()).startsWith("main:");
		press(Keys.ARROW_RIGHT);
		assertThat(selected()).startsWith("GC:");
		press(Keys.ARROW_LEFT, Keys.ARROW_DOWN, Keys.ENTER);
		waitForSelected("com.acme.Shop.buy");
		press(Keys.ARROW_UP);
		assertThat(selected()).startsWith("main:");
		press(Keys.ESCAPE);
		waitForSelected("all:");
		assertThat(browser.getCurrentUrl()).doesNotContain("frame=");
	}

	@Test
	void slashFocusesTheSearch() throws IOException {
		open(shop());

		new Actions(browser).sendKeys("/buy").perform();

		assertThat(search().getDomProperty("value")).isEqualTo("buy");
	}

	@Test
	void everyControlIsReachedByTab() throws IOException {
		open(shop());

		assertThat(Stream.of("search", "flip", "reset", "canvas", "self", "total", "com.acme.Shop.sort")
			.filter((control) -> !nextFocused().equals(control))).isEmpty();
	}

	@Test
	void flippedGraphHasItsRootAtTheBottom() throws IOException {
		open(shop());

		browser.findElement(By.id("flip")).click();
		WebElement graph = browser.findElement(By.id("canvas"));
		int rows = graph.getSize().getHeight() / ROW;
		new Actions(browser).moveToElement(graph, 0, graph.getSize().getHeight() / 2 - ROW / 2).perform();

		assertThat(rows).isGreaterThan(10);
		assertThat(tooltip()).startsWith("all\n");
		press(Keys.ARROW_UP);
		assertThat(selected()).startsWith("main:");
	}

	@Test
	void tooltipTellsExactValues() throws IOException {
		open(shop());

		hover(0.1, 2);

		assertThat(tooltip()).isEqualTo("""
				com.acme.Shop.buy
				Total 6.00 s · 60.00 % · 6,000,000,000 nanoseconds
				Self 2.00 s · 20.00 % · 2,000,000,000 nanoseconds""");
	}

	@Test
	void bytesAndCountsHaveTheirOwnUnits() throws IOException {
		CallTree.Builder builder = new CallTree.Builder();
		builder.add(new int[] { builder.name("f") }, 1, 3 * 1024 * 1024 / 2);

		open(builder.build(10), "bytes", "");
		assertThat(selected()).startsWith("all: total 1.50 MiB (100.00 %)");
		open(builder.build(10), "count", "");
		assertThat(selected()).startsWith("all: total 1,572,864 (100.00 %)");
	}

	@Test
	void emptyProfileIsExplained() throws IOException {
		open(new CallTree.Builder().build(10));

		assertThat(browser.findElement(By.id("empty")).getText()).startsWith("No samples in this window");
		assertThat(browser.findElement(By.id("view")).isDisplayed()).isFalse();
		assertNoComplaints();
	}

	private static CallTree shop() {
		return tree("main", "main;com.acme.Shop.buy", "main;com.acme.Shop.buy",
				"main;com.acme.Shop.buy;com.acme.Shop.sort", "main;com.acme.Shop.buy;com.acme.Shop.sort",
				"main;com.acme.Shop.buy;com.acme.Shop.sort", "main;com.acme.Shop.buy;java.util.HashMap.get",
				"main;com.acme.Shop.browse", "main;com.acme.Shop.browse", "GC");
	}

	private static CallTree tree(String... stacks) {
		CallTree.Builder builder = new CallTree.Builder();
		for (String stack : stacks) {
			int[] ids = Stream.of(stack.split(";")).mapToInt(builder::name).toArray();
			builder.add(ids, ids.length, Duration.ofSeconds(1).toNanos());
		}
		return builder.build(1000);
	}

	private static void open(CallTree tree) throws IOException {
		open(tree, "");
	}

	private static void open(CallTree tree, String address) throws IOException {
		open(tree, "nanoseconds", address);
	}

	private static void open(CallTree tree, String unit, String address) throws IOException {
		Path file = Files.createTempFile(directory, "profile", ".html");
		Instant start = Instant.parse("2026-07-28T10:00:00Z");
		try (OutputStream out = Files.newOutputStream(file)) {
			FlameGraphPage.write(tree, new FlameGraphPage.Meta("CPU profile of shop", "cpu", unit, start,
					start.plusSeconds(60), Map.of("service", "shop")), out);
		}
		browser.manage().logs().get(LogType.BROWSER);
		browser.get(file.toUri() + address);
	}

	private static void assertNoComplaints() {
		assertThat(browser.manage().logs().get(LogType.BROWSER)).extracting(LogEntry::getMessage).isEmpty();
	}

	private static void click(double across, int depth) {
		at(across, depth).click().perform();
	}

	private static void hover(double across, int depth) {
		at(across, depth).perform();
	}

	private static Actions at(double across, int depth) {
		WebElement canvas = browser.findElement(By.id("canvas"));
		int x = (int) (canvas.getSize().getWidth() * (across - 0.5));
		int y = depth * ROW + ROW / 2 - canvas.getSize().getHeight() / 2;
		return new Actions(browser).moveToElement(canvas, x, y);
	}

	private static void press(Keys... keys) {
		browser.findElement(By.id("canvas")).sendKeys(keys);
	}

	private static void type(String pattern) {
		search().clear();
		search().sendKeys(pattern);
	}

	private static String nextFocused() {
		new Actions(browser).sendKeys(Keys.TAB).perform();
		WebElement element = browser.switchTo().activeElement();
		return Stream.of("id", "data-sort", "title")
			.map(element::getDomAttribute)
			.filter((value) -> value != null)
			.findFirst()
			.orElse("");
	}

	private static void waitForSelected(String text) {
		new WebDriverWait(browser, Duration.ofSeconds(10))
			.until(ExpectedConditions.textToBePresentInElementLocated(By.id("selected"), text));
	}

	private static WebElement search() {
		return browser.findElement(By.id("search"));
	}

	private static String selected() {
		return browser.findElement(By.id("selected")).getText();
	}

	private static String matched() {
		return browser.findElement(By.id("matched")).getText();
	}

	private static String tooltip() {
		return browser.findElement(By.id("tooltip")).getText();
	}

	@SuppressWarnings("unchecked")
	private static List<String> texts(String selector) {
		// the driver's protocol has no lone surrogates, they come as U+FFFD
		return (List<String>) browser.executeScript(
				"""
						return Array.from(document.querySelectorAll(arguments[0]), (element) => element.textContent.toWellFormed())
						""",
				selector);
	}

}
