package io.ddprofiling.encode;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import org.jspecify.annotations.Nullable;
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
import static org.awaitility.Awaitility.await;

/**
 * A browser with a {@link FlameGraphPage}.
 */
final class PageBrowser implements AutoCloseable {

	static final int ROW = 20;

	private final ChromeDriver driver;

	private final Path directory;

	PageBrowser(Path directory) {
		this.directory = directory;
		this.driver = Chromium.start(directory);
	}

	@Override
	public void close() {
		this.driver.quit();
	}

	ChromeDriver driver() {
		return this.driver;
	}

	void open(Profile profile) throws IOException {
		open("shop", profile, null, "");
	}

	void open(Profile profile, String address) throws IOException {
		open("shop", profile, null, address);
	}

	void open(String title, Profile profile, @Nullable Profile baseline, String address) throws IOException {
		open(file(title, profile, baseline).toUri() + address);
	}

	void open(String url) {
		this.driver.manage().logs().get(LogType.BROWSER);
		this.driver.get(url);
	}

	Path file(String title, Profile profile, @Nullable Profile baseline) throws IOException {
		Path file = Files.createTempFile(this.directory, "profile", ".html");
		try (OutputStream out = Files.newOutputStream(file)) {
			FlameGraphPage.write(
					new FlameGraphPage.Content(title, ProfileType.CPU, EnumSet.allOf(ProfileType.class),
							new FlameGraphPage.Part("Current", profile, Map.of("service", title)), (baseline != null)
									? new FlameGraphPage.Part("Baseline", baseline, Map.of("version", "1")) : null),
					out);
		}
		return file;
	}

	void assertNoComplaints() {
		assertThat(this.driver.manage().logs().get(LogType.BROWSER)).extracting(LogEntry::getMessage).isEmpty();
	}

	void click(double across, int depth) {
		at("main-box", across, depth).click().perform();
	}

	void hover(double across, int depth) {
		at("main-box", across, depth).perform();
	}

	// by default the pointer takes its time
	Actions actions() {
		return new Actions(this.driver, Duration.ofMillis(10));
	}

	// of a chart whose root is at the top
	Actions at(String box, double across, int depth) {
		WebElement canvas = this.driver.findElement(By.cssSelector("#" + box + " canvas"));
		int x = (int) (canvas.getSize().getWidth() * (across - 0.5));
		int y = depth * ROW + ROW / 2 - canvas.getSize().getHeight() / 2;
		return actions().moveToElement(canvas, x, y);
	}

	void brush(int strip, double from, double to) {
		WebElement canvas = this.driver.findElements(By.cssSelector("#times canvas")).get(strip);
		int width = canvas.getSize().getWidth();
		actions().moveToElement(canvas, (int) (width * (from - 0.5)), 0)
			.clickAndHold()
			.moveByOffset((int) (width * (to - from)), 0)
			.release()
			.perform();
	}

	void press(CharSequence... keys) {
		this.driver.findElement(By.id("canvas")).sendKeys(keys);
	}

	void press(String text) {
		this.driver.findElement(By.tagName("body")).sendKeys(text);
	}

	void press(String selector, String label) {
		find(selector, (element) -> element.getText().equals(label)).click();
	}

	void choose(String select, String label) {
		this.driver.findElement(By.id(select)).findElements(By.tagName("option"));
		find("#" + select + " option", (option) -> option.getText().equals(label)).click();
	}

	void type(String pattern) {
		search().sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE);
		search().sendKeys(pattern);
	}

	void waitForSelected(String text) {
		new WebDriverWait(this.driver, Duration.ofSeconds(10))
			.until(ExpectedConditions.textToBePresentInElementLocated(By.id("selected"), text));
	}

	Path download(String label) throws IOException {
		Path downloads = Chromium.downloads(this.directory);
		try (Stream<Path> old = Files.exists(downloads) ? Files.list(downloads) : Stream.empty()) {
			for (Path file : old.toList()) {
				Files.delete(file);
			}
		}
		this.driver.findElement(By.cssSelector("#downloads summary")).click();
		press("#download-menu button", label);
		return await().atMost(Duration.ofSeconds(20)).until(() -> {
			try (Stream<Path> files = Files.exists(downloads) ? Files.list(downloads) : Stream.empty()) {
				return files.filter((file) -> !file.toString().endsWith(".crdownload"))
					.filter((file) -> file.toFile().length() > 0)
					.filter((file) -> !file.getFileName().toString().startsWith("."))
					.findFirst()
					.orElse(null);
			}
		}, (file) -> file != null);
	}

	WebElement search() {
		return this.driver.findElement(By.id("search"));
	}

	String selected() {
		return text("selected");
	}

	String matched() {
		return text("matched");
	}

	String tooltip() {
		return text("tooltip");
	}

	String text(String id) {
		return this.driver.findElement(By.id(id)).getText();
	}

	String hash() {
		String fragment = URI.create(this.driver.getCurrentUrl()).getFragment();
		return (fragment != null) ? fragment : "";
	}

	@SuppressWarnings("unchecked")
	List<String> texts(String selector) {
		return (List<String>) this.driver.executeScript(
				"return Array.from(document.querySelectorAll(arguments[0]), (element) => element.textContent)",
				selector);
	}

	@SuppressWarnings("unchecked")
	List<String> titles(String selector) {
		return (List<String>) this.driver.executeScript(
				"return Array.from(document.querySelectorAll(arguments[0]), (element) => element.title)", selector);
	}

	private WebElement find(String selector, Predicate<WebElement> condition) {
		return this.driver.findElements(By.cssSelector(selector))
			.stream()
			.filter(condition)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No such element among " + texts(selector)));
	}

}
