package io.ddprofiling.encode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlameGraphPage} in a real browser.
 */
class FlameGraphPageBrowserTests {

	private static final long SECOND = 1_000_000_000;

	@TempDir
	private static Path directory;

	private static PageBrowser browser;

	// before each test, because reports do not tell why a whole class was skipped
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

	@Test
	void selectsTheRootAtFirst() throws IOException {
		browser.open(shop());

		assertThat(browser.selected()).isEqualTo("all: total 10.00 s (100.00 %), self 0 ns (0.00 %)");
		assertThat(browser.driver().getTitle()).isEqualTo("shop");
		assertThat(browser.text("facts")).contains("2026-01-01 00:00:00 to 00:01:00 UTC (60 s)")
			.contains("service", "shop")
			.contains("10.00 s");
		browser.assertNoComplaints();
	}

	@Test
	void clickZoomsAndBackUnzooms() throws IOException {
		browser.open(shop());

		browser.click(0.1, 2);
		browser.waitForSelected("com.acme.Shop.buy: total 6.00 s (60.00 %), self 2.00 s (20.00 %)");
		browser.click(0.6, 3);
		browser.waitForSelected("java.util.HashMap.get: total 1.00 s (10.00 %), self 1.00 s (10.00 %)");
		browser.driver().navigate().back();
		browser.waitForSelected("com.acme.Shop.buy: total 6.00 s (60.00 %), self 2.00 s (20.00 %)");
		browser.driver().navigate().back();
		browser.waitForSelected("all: total 10.00 s (100.00 %), self 0 ns (0.00 %)");
		browser.driver().navigate().forward();
		browser.waitForSelected("com.acme.Shop.buy");
		browser.assertNoComplaints();
	}

	@Test
	void clickOnCallerUnzooms() throws IOException {
		browser.open(shop());

		browser.click(0.1, 2);
		browser.waitForSelected("com.acme.Shop.buy");
		browser.click(0.9, 1);
		browser.waitForSelected("main: total 9.00 s");
	}

	@Test
	void addressWithNonsenseShowsEverything() throws IOException {
		browser.open(shop(), "#frame=4711&type=gpu&view=x&sort=__proto__&order=constructor&from=9&to=3&measure=&a=b&%");

		assertThat(browser.selected()).startsWith("all: total 10.00 s");
		browser.assertNoComplaints();
	}

	@Test
	void searchShowsTheShareOfMatchingFrames() throws IOException {
		browser.open(shop());

		browser.type("shop\\.(buy|sort)");

		assertThat(browser.matched()).isEqualTo("60.00 % matched (6.00 s)");
		assertThat(browser.titles("#top button:first-child")).containsExactly("com.acme.Shop.sort",
				"com.acme.Shop.buy");
		assertThat(browser.hash()).contains("search=shop");
	}

	@Test
	void enterSelectsOneMatchAfterTheOther() throws IOException {
		browser.open(shop());
		browser.type("Shop");

		browser.search().sendKeys(Keys.ENTER);
		browser.waitForSelected("com.acme.Shop.buy:");
		browser.search().sendKeys(Keys.ENTER);
		browser.waitForSelected("com.acme.Shop.sort:");
		browser.search().sendKeys(Keys.ENTER, Keys.ENTER);
		browser.waitForSelected("com.acme.Shop.buy:");
	}

	@Test
	void searchCountsInTheZoomedFrame() throws IOException {
		browser.open(shop());
		browser.click(0.1, 2);
		browser.waitForSelected("com.acme.Shop.buy");

		browser.type("HashMap");

		assertThat(browser.matched()).isEqualTo("16.67 % of the zoomed frame matched (1.00 s)");
	}

	@Test
	void incompleteExpressionIsReported() throws IOException {
		browser.open(shop());

		browser.type("(");

		assertThat(browser.matched()).isEqualTo("not a regular expression");
		assertThat(browser.search().getDomAttribute("aria-invalid")).isEqualTo("true");
		browser.assertNoComplaints();
	}

	@Test
	void tableIsSortedBySelfAtFirstAndByTotalOnRequest() throws IOException {
		browser.open(shop());

		assertThat(browser.texts("#top tr:first-child td")).containsExactly("3.00 s30.00 %", "3.00 s30.00 %");
		assertThat(browser.titles("#top tr:first-child button:first-child")).containsExactly("com.acme.Shop.sort");
		browser.driver().findElement(By.cssSelector("[data-sort=total]")).click();
		assertThat(browser.titles("#top tr:first-child button:first-child")).containsExactly("main");
		assertThat(browser.texts("#top tr:first-child td")).containsExactly("1.00 s10.00 %", "9.00 s90.00 %");
		browser.driver().findElement(By.cssSelector("[data-sort=total]")).click();
		assertThat(browser.titles("#top tr:last-child button:first-child")).containsExactly("main");
	}

	@Test
	void recursionCountsOnceInTheTable() throws IOException {
		browser.open(new ProfileSketch(EnumSet.of(ProfileType.CPU)).add(ProfileType.CPU, 1, SECOND, "f", "g", "f", "f")
			.build());

		assertThat(browser.texts("#top tr:first-child td")).containsExactly("1.00 s100.00 %", "1.00 s100.00 %");
	}

	@Test
	void functionOfTheTableShowsItsCallersAndCallees() throws IOException {
		browser.open(shop());

		browser.press("#top button", "com.acme.\nShop.buy");

		assertThat(browser.text("callers-name")).isEqualTo("com.acme.Shop.buy");
		browser.waitForSelected("com.acme.Shop.buy: total 6.00 s (60.00 %), self 2.00 s (20.00 %)");
		browser.at("callees-box", 0.1, 1).perform();
		assertThat(browser.tooltip()).startsWith("com.acme.Shop.sort\nTotal 3.00 s");
		browser.at("callees-box", 0.6, 1).click().perform();
		browser.waitForSelected("java.util.HashMap.get: total 1.00 s (10.00 %)");
		assertThat(browser.hash()).contains("view=sandwich", "function=com.acme.Shop.buy", "callees=2");
		browser.driver().navigate().back();
		browser.waitForSelected("com.acme.Shop.buy: total 6.00 s");
		browser.driver().navigate().back();
		assertThat(browser.driver().findElement(By.id("graph")).isDisplayed()).isTrue();
		browser.assertNoComplaints();
	}

	@Test
	void callersOfAFunctionCalledFromTwoPlacesAreBoth() throws IOException {
		browser.open(
				new ProfileSketch(EnumSet.of(ProfileType.CPU)).add(ProfileType.CPU, 1, 3 * SECOND, "get", "buy", "main")
					.add(ProfileType.CPU, 1, SECOND, "get", "sell", "main")
					.build(),
				"#view=sandwich&function=get");

		WebElement callers = browser.driver().findElement(By.id("callers"));
		int bottom = callers.getSize().getHeight() / PageBrowser.ROW;
		browser.actions()
			.moveToElement(callers, -10, callers.getSize().getHeight() / 2 - PageBrowser.ROW * 3 / 2)
			.click()
			.perform();
		assertThat(bottom).isPositive();
		browser.waitForSelected("buy: total 3.00 s (75.00 %), self 0 ns (0.00 %)");
	}

	@Test
	void brushSelectsSomeSecondsAndBackSelectsAllAgain() throws IOException {
		browser.open(shop());

		browser.brush(0, 0.01, 0.04);

		browser.waitForSelected("all: total 3.00 s (100.00 %)");
		assertThat(browser.hash()).isEqualTo("from=0&to=3");
		assertThat(browser.texts(".range")).containsExactly("00:00:00 to 00:00:03 UTC (3 s)");
		assertThat(browser.text("facts")).contains("total cpu\n3.00 s");
		browser.driver().navigate().back();
		browser.waitForSelected("all: total 10.00 s");
		browser.driver().navigate().forward();
		browser.waitForSelected("all: total 3.00 s");
		browser.press(".clear", "Whole window");
		browser.waitForSelected("all: total 10.00 s");
		browser.assertNoComplaints();
	}

	@Test
	void arrowKeysMoveTheBrush() throws IOException {
		browser.open(shop(), "#from=0&to=1");

		browser.driver()
			.findElement(By.cssSelector("#times canvas"))
			.sendKeys(Keys.ARROW_RIGHT, Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));

		assertThat(browser.hash()).isEqualTo("from=1&to=3");
	}

	@Test
	void filtersShowOneEndpointOrThreadOrPool() throws IOException {
		browser.open(shop());

		browser.choose("endpoint", "GET /browse");
		browser.waitForSelected("all: total 2.00 s");
		browser.choose("endpoint", "All endpoints");
		browser.choose("thread", "http-*");
		browser.waitForSelected("all: total 9.00 s");
		browser.choose("thread", "http-2");
		browser.waitForSelected("all: total 3.00 s");
		assertThat(browser.hash()).isEqualTo("thread=http-2");
		browser.choose("endpoint", "GET /browse");
		browser.waitForSelected("all: total 2.00 s");
		browser.choose("endpoint", "no endpoint");
		assertThat(browser.text("nothing")).isEqualTo("No samples match the filters.");
		browser.driver().navigate().back();
		browser.driver().navigate().back();
		browser.waitForSelected("all: total 3.00 s");
		browser.press("#reset", "Reset");
		browser.waitForSelected("all: total 10.00 s");
		browser.assertNoComplaints();
	}

	@Test
	void textOfTheLinkIsNotShownAsAName() throws IOException {
		browser.open(shop(), "#thread=Call+0900&endpoint=now*&view=sandwich&function=Call+us");

		assertThat(browser.texts("#thread option:checked")).containsExactly("As in the link");
		assertThat(browser.texts("body")).noneMatch((text) -> text.contains("Call 0900") || text.contains("Call us"));
		browser.press("#reset", "Reset");
		assertThat(browser.texts("#thread option:checked")).containsExactly("All threads");
	}

	@Test
	void otherTypeIsShownOfTheSameTime() throws IOException {
		browser.open(shop());

		browser.press("#types button", "allocation");
		browser.waitForSelected("all: total 1.50 MiB (100.00 %)");
		browser.press("#types button", "live-heap");
		browser.waitForSelected("all: total 4.00 KiB (100.00 %)");
		assertThat(browser.texts(".range")).containsExactly("no timeline: these are of no particular time");
		browser.press("#types button", "exception");
		browser.waitForSelected("all: total 7 (100.00 %)");
		browser.driver().navigate().back();
		browser.waitForSelected("all: total 4.00 KiB");
		browser.assertNoComplaints();
	}

	@Test
	void keysMoveZoomAndReset() throws IOException {
		browser.open(shop());

		browser.press(Keys.ARROW_DOWN);
		assertThat(browser.selected()).startsWith("main:");
		browser.press(Keys.ARROW_RIGHT);
		assertThat(browser.selected()).startsWith("GC:");
		browser.press(Keys.ARROW_LEFT, Keys.ARROW_DOWN, Keys.ENTER);
		browser.waitForSelected("com.acme.Shop.buy");
		browser.press(Keys.ARROW_UP);
		assertThat(browser.selected()).startsWith("main:");
		browser.press(Keys.ESCAPE);
		browser.waitForSelected("all:");
		assertThat(browser.hash()).doesNotContain("frame=");
		browser.press(Keys.ARROW_DOWN, "s");
		assertThat(browser.text("callers-name")).isEqualTo("main");
		browser.press("t");
		assertThat(browser.hash()).contains("view=table");
		browser.press("g");
		browser.press("/buy");
		assertThat(browser.search().getDomProperty("value")).isEqualTo("buy");
		browser.assertNoComplaints();
	}

	@Test
	void everyControlIsReachedByTab() throws IOException {
		browser.open(shop());

		List<String> reached = Stream.generate(FlameGraphPageBrowserTests::nextFocused).limit(30).toList();

		assertThat(reached).containsSubsequence("cpu", "copy-link", "Download", "theme", "times", "graph", "flip",
				"endpoint", "thread", "search", "reset", "canvas", "self", "total", "com.acme.Shop.sort");
	}

	@Test
	void flippedGraphHasItsRootAtTheBottom() throws IOException {
		browser.open(shop());

		browser.driver().findElement(By.id("flip")).click();
		WebElement graph = browser.driver().findElement(By.id("canvas"));
		int rows = graph.getSize().getHeight() / PageBrowser.ROW;
		browser.actions().moveToElement(graph, 0, graph.getSize().getHeight() / 2 - PageBrowser.ROW / 2).perform();

		assertThat(rows).isGreaterThan(10);
		assertThat(browser.tooltip()).startsWith("all\n");
		browser.press(Keys.ARROW_UP);
		assertThat(browser.selected()).startsWith("main:");
	}

	@Test
	void tooltipTellsExactValues() throws IOException {
		browser.open(shop());

		browser.hover(0.1, 2);

		assertThat(browser.tooltip()).isEqualTo("""
				com.acme.Shop.buy
				Total 6.00 s · 60.00 % · 6,000,000,000 nanoseconds
				Self 2.00 s · 20.00 % · 2,000,000,000 nanoseconds""");
	}

	@Test
	void stackIsCopiedAsJavaPrintsIt() throws IOException {
		browser.open(shop());
		browser.click(0.1, 2);
		browser.waitForSelected("com.acme.Shop.buy");

		browser.driver().executeScript("""
				const button = document.getElementById('copy-stack');
				new MutationObserver(() => button.dataset.told = 'yes').observe(button, { childList: true });
				""");
		browser.driver().findElement(By.id("copy-stack")).click();
		// the browser takes its time to copy, and the button tells for a moment only
		new WebDriverWait(browser.driver(), Duration.ofSeconds(10))
			.until(ExpectedConditions.attributeToBe(By.id("copy-stack"), "data-told", "yes"));
		browser.driver().executeScript("""
				const field = document.createElement('textarea');
				field.id = 'pasted';
				document.body.append(field);
				""");
		browser.driver().findElement(By.id("pasted")).sendKeys(Keys.chord(Keys.CONTROL, "v"));

		assertThat(browser.driver().findElement(By.id("pasted")).getDomProperty("value"))
			.isEqualTo("com.acme.Shop.buy\nmain");
	}

	@Test
	void collapsedStacksAreOfWhatIsShown() throws IOException {
		browser.open(shop(), "#thread=http-2");

		Path file = browser.download("Collapsed stacks");

		assertThat(file.getFileName()).hasToString("shop-cpu-20260101T000000.collapsed.txt");
		assertThat(Files.readString(file, StandardCharsets.UTF_8)).isEqualTo("""
				main;com.acme.Shop.browse 2000000000
				main;com.acme.Shop.buy;java.util.HashMap.get 1000000000
				""");
		browser.assertNoComplaints();
	}

	@Test
	void savedFileHasNoLinkToTheRecording() throws IOException {
		browser.open(shop());

		assertThat(browser.texts("#recording")).isEmpty();
	}

	@Test
	void themeIsSwitchedAndKeptInTheAddress() throws IOException {
		browser.open(shop());
		String first = browser.driver().findElement(By.id("theme")).getText();

		browser.driver().findElement(By.id("theme")).click();

		assertThat(browser.driver().findElement(By.id("theme")).getText()).isNotEqualTo(first);
		assertThat(browser.hash()).isEqualTo("theme=" + first.toLowerCase(java.util.Locale.ROOT));
		assertThat(browser.driver().executeScript("return getComputedStyle(document.body).colorScheme"))
			.isEqualTo(first.toLowerCase(java.util.Locale.ROOT));
	}

	@Test
	void emptyProfileIsExplained() throws IOException {
		browser.open(new ProfileSketch(EnumSet.of(ProfileType.CPU)).build());

		assertThat(browser.text("empty")).startsWith("No samples in this window");
		assertThat(browser.driver().findElement(By.id("view")).isDisplayed()).isFalse();
		browser.assertNoComplaints();
	}

	static Profile shop() {
		return new ProfileSketch(
				EnumSet.of(ProfileType.CPU, ProfileType.ALLOCATION, ProfileType.LIVE_HEAP, ProfileType.EXCEPTION))
			.timed()
			.addAt(0.5, ProfileType.CPU, SECOND, ProfileSketch.labels("http-1", "POST /buy"), "main")
			.addAt(1.5, ProfileType.CPU, 2 * SECOND, ProfileSketch.labels("http-1", "POST /buy"), "com.acme.Shop.buy",
					"main")
			.addAt(3.5, ProfileType.CPU, 3 * SECOND, ProfileSketch.labels("http-1", "POST /buy"), "com.acme.Shop.sort",
					"com.acme.Shop.buy", "main")
			.addAt(10, ProfileType.CPU, SECOND, ProfileSketch.labels("http-2", "POST /buy"), "java.util.HashMap.get",
					"com.acme.Shop.buy", "main")
			.addAt(20, ProfileType.CPU, 2 * SECOND, ProfileSketch.labels("http-2", "GET /browse"),
					"com.acme.Shop.browse", "main")
			.addAt(30, ProfileType.CPU, SECOND, ProfileSketch.labels("GC Thread", ""), "GC")
			.addAt(30, ProfileType.ALLOCATION, 3 * 1024 * 1024 / 2, ProfileSketch.labels("http-1", ""), "main")
			.add(ProfileType.LIVE_HEAP, 1, 4096, ProfileSketch.labels("http-1", ""), "main")
			.add(ProfileType.EXCEPTION, 7, 7, ProfileSketch.labels("http-1", ""), "main")
			.build();
	}

	private static String nextFocused() {
		browser.actions().sendKeys(Keys.TAB).perform();
		WebElement element = browser.driver().switchTo().activeElement();
		return Stream.of("id", "data-sort", "data-type", "data-view", "title")
			.map(element::getDomAttribute)
			.filter((value) -> value != null)
			.findFirst()
			.orElseGet(() -> element.getTagName().equals("canvas") ? "times" : element.getText());
	}

}
