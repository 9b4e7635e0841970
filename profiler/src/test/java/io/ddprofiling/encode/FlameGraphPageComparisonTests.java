package io.ddprofiling.encode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a {@link FlameGraphPage} with two profiles.
 */
class FlameGraphPageComparisonTests {

	private static final Set<ProfileType> CPU = EnumSet.of(ProfileType.CPU);

	private static final long SECOND = 1_000_000_000;

	@TempDir
	private static Path directory;

	private static PageBrowser browser;

	@BeforeEach
	void openPage() throws IOException {
		if (browser == null) {
			browser = new PageBrowser(directory);
		}
		browser.open("shop", current(), baseline(), "");
	}

	@AfterAll
	static void stopBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@Test
	void sharesAreComparedAtFirst() {
		browser.waitForSelected("all: total 100.00 % → 100.00 % (0.00 pp)");
		assertThat(rows()).containsExactly("fixed −60.00 pp 70.00 % → 10.00 %", "slow +50.00 pp 0.00 % → 50.00 %",
				"same +10.00 pp 30.00 % → 40.00 %");
		browser.assertNoComplaints();
	}

	@Test
	void whatGrewAndWhatShrankAreSortedOnRequest() {
		browser.press("#orders button", "Grew");
		assertThat(rows()).extracting((row) -> row.split(" ")[0]).containsExactly("slow", "same", "fixed");
		browser.press("#orders button", "Shrank");
		assertThat(rows()).extracting((row) -> row.split(" ")[0]).containsExactly("fixed", "same", "slow");
	}

	@Test
	void profilesOfDifferentLengthAreComparedPerSecond() {
		browser.press("#measures button", "Per second");

		browser.waitForSelected("all: total 333.33 ms/s → 166.67 ms/s (−166.67 ms/s)");
		assertThat(rows()).containsExactly("fixed −216.67 ms 233.33 ms → 16.67 ms", "slow +83.33 ms 0 ns → 83.33 ms",
				"same −33.33 ms 100.00 ms → 66.67 ms");
	}

	@Test
	void profilesOfDifferentLoadAreComparedPerRequest() {
		browser.press("#measures button", "Per request");

		browser.waitForSelected("all: total 500.00 ms/request → 100.00 ms/request (−400.00 ms/request)");
	}

	@Test
	void tooltipTellsBothValuesAndTheChange() {
		// half of the width is the baseline's, and what it had most of comes first
		browser.hover(0.05, 1);

		assertThat(browser.tooltip()).isEqualTo("""
				fixed
				Total −60.00 pp · −85.71 %
				Current 10.00 % · 1,000,000,000 nanoseconds
				Baseline 70.00 % · 14,000,000,000 nanoseconds
				Self −60.00 pp · −85.71 %
				Current 10.00 % · 1,000,000,000 nanoseconds
				Baseline 70.00 % · 14,000,000,000 nanoseconds""");
	}

	@Test
	void eachProfileHasItsTimeline() {
		assertThat(browser.texts(".range")).containsExactly("Current whole window", "Baseline whole window");
		browser.press("#measures button", "Per second");

		browser.brush(1, 0.001, 0.08);

		browser.waitForSelected("all: total 2.80 s/s → 166.67 ms/s");
		assertThat(browser.hash()).isEqualTo("measure=second&baselineFrom=0&baselineTo=5");
		browser.driver().navigate().back();
		browser.waitForSelected("all: total 333.33 ms/s → 166.67 ms/s");
		browser.assertNoComplaints();
	}

	@Test
	void functionThatIsGoneHasItsCallers() {
		browser.press("#top button", "slow");

		browser.waitForSelected("slow: total 0.00 % → 50.00 % (+50.00 pp)");
		browser.press("#top button", "fixed");
		browser.waitForSelected("fixed: total 70.00 % → 10.00 % (−60.00 pp)");
		browser.assertNoComplaints();
	}

	@Test
	void colourIsOrangeForMoreAndBlueForLess() {
		assertThat(colour(0.05)).satisfies((fixed) -> assertThat(fixed.get(2)).isGreaterThan(fixed.get(0) + 50));
		assertThat(colour(0.95)).satisfies((slow) -> assertThat(slow.get(0)).isGreaterThan(slow.get(2) + 50));
	}

	@Test
	void bothProfilesCanBeDownloaded() throws IOException {
		assertThat(Files.readString(browser.download("Collapsed stacks, current")))
			.isEqualTo("fixed 1000000000\nsame 4000000000\nslow 5000000000\n");
		assertThat(Files.readString(browser.download("Collapsed stacks, baseline")))
			.isEqualTo("fixed 14000000000\nsame 6000000000\n");
	}

	private static List<String> rows() {
		return browser.driver()
			.findElements(By.cssSelector("#top tr"))
			.stream()
			.map((row) -> row.findElement(By.cssSelector("button")).getText() + " "
					+ row.findElement(By.cssSelector("td")).getText().replace('\n', ' '))
			.toList();
	}

	@SuppressWarnings("unchecked")
	private static List<Long> colour(double across) {
		return (List<Long>) browser.driver().executeScript("""
				const canvas = document.getElementById('canvas');
				const x = canvas.width * arguments[0];
				const y = 38 * devicePixelRatio;
				return Array.from(canvas.getContext('2d').getImageData(x, y, 1, 1).data);
				""", across);
	}

	private static Profile current() {
		return new ProfileSketch(CPU).timed()
			.addAt(1, ProfileType.CPU, SECOND, ProfileSketch.labels("http-1", "GET /a"), "fixed")
			.addAt(2, ProfileType.CPU, 4 * SECOND, ProfileSketch.labels("http-1", "GET /a"), "same")
			.addAt(3, ProfileType.CPU, 5 * SECOND, ProfileSketch.labels("http-1", "GET /a"), "slow")
			.requests("GET /a", 100)
			.build();
	}

	private static Profile baseline() {
		return new ProfileSketch(CPU).timed()
			.addAt(1, ProfileType.CPU, 14 * SECOND, ProfileSketch.labels("http-1", "GET /a"), "fixed")
			.addAt(40, ProfileType.CPU, 6 * SECOND, ProfileSketch.labels("http-1", "GET /a"), "same")
			.requests("GET /a", 40)
			.build();
	}

}
