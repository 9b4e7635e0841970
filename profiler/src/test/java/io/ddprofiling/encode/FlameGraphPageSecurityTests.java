package io.ddprofiling.encode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link FlameGraphPage} with names that somebody chose to do harm.
 */
class FlameGraphPageSecurityTests {

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

	// one page each: together they may make up for each other's damage
	@ParameterizedTest
	@MethodSource("hostileNames")
	void hostileTextIsShownAsTextWhereverItStands(String name, String shown) throws IOException {
		List<Label> labels = ProfileSketch.labels(name, name);
		Profile profile = new ProfileSketch(EnumSet.of(ProfileType.CPU)).timed()
			.addAt(1, ProfileType.CPU, 1_000_000_000, labels, name)
			.addAt(2, ProfileType.CPU, 1_000_000_000, labels, name, name)
			.requests(name, 5)
			.build();

		browser.open(name, profile, profile, "");

		browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
		browser.hover(0.5, 1);
		assertThat(browser.texts("#tooltip .name, #top button:first-child, #callers-name, h1"))
			.containsExactlyInAnyOrder(shown, shown, shown, "");
		assertThat(browser.titles("#top button:first-child")).containsExactly(shown);
		assertThat(browser.texts("#endpoint option, #thread option")).containsExactly("All endpoints", shown,
				"All threads", shown);
		assertThat(browser.texts("#facts dd")).contains(shown);
		browser.driver().executeScript("""
				for (const select of [document.getElementById('endpoint'), document.getElementById('thread')]) {
					select.selectedIndex = 1;
					select.dispatchEvent(new Event('change'));
				}
				""");
		browser.driver().findElement(By.cssSelector("#top button")).click();
		assertThat(browser.texts("#callers-name")).containsExactly(shown);
		browser.driver().findElement(By.id("find")).click();
		assertThat(browser.matched()).startsWith("Current: 100.00 % matched (2.00 s)");
		assertThat(browser.driver().getTitle()).isNotEqualTo("owned");
		assertThat(browser.driver().findElements(By.tagName("script"))).hasSize(2);
		assertThat(browser.driver().findElements(By.cssSelector("img, iframe, svg, object"))).isEmpty();
		browser.assertNoComplaints();
		// once more by its own address
		browser.driver().navigate().refresh();
		assertThat(browser.texts("#callers-name")).containsExactly(shown);
		browser.assertNoComplaints();
	}

	static Stream<Arguments> hostileNames() {
		return Stream.of(same("</script><script>document.title='owned'</script>"),
				same("</script><img src=x onerror=\"document.title='owned'\">"), same("<!--<script>"), same("-->"),
				same("</title></style><svg onload=document.title='owned'>"), same("'\"`${document.title='owned'}"),
				same("javascript:document.title='owned'"), same("\ud83d\ude00"), same("]]>"),
				same("long.".repeat(4_000)), same("__proto__"), same("constructor"), same("a&b=c#d%zz"),
				Arguments.of("a\u2028b", "a\\u2028b"), Arguments.of("lone \ud83e surrogate", "lone \\ud83e surrogate"),
				Arguments.of("\u202egnp.exe", "\\u202egnp.exe"),
				Arguments.of("zero\u200bwidth\u0007bell", "zero\\u200bwidth\\u0007bell"));
	}

	private static Arguments same(String name) {
		return Arguments.of(name, name);
	}

}
