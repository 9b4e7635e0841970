package io.ddprofiling.encode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
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
	void hostileTextIsShownAsTextWhereverItStands(String name) throws IOException {
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
			.containsExactlyInAnyOrder(name, name, name, "");
		assertThat(browser.titles("#top button:first-child")).containsExactly(name);
		assertThat(browser.texts("#endpoint option, #thread option")).containsExactly("All endpoints", name,
				"All threads", name);
		assertThat(browser.texts("#facts dd")).contains(name);
		browser.driver().executeScript("""
				for (const select of [document.getElementById('endpoint'), document.getElementById('thread')]) {
					select.selectedIndex = 1;
					select.dispatchEvent(new Event('change'));
				}
				""");
		browser.driver().findElement(By.cssSelector("#top button")).click();
		assertThat(browser.texts("#callers-name")).containsExactly(name);
		browser.driver().findElement(By.id("find")).click();
		assertThat(browser.matched()).startsWith("Current: 100.00 % matched (2.00 s)");
		assertThat(browser.driver().getTitle()).isNotEqualTo("owned");
		assertThat(browser.driver().findElements(By.tagName("script"))).hasSize(2);
		assertThat(browser.driver().findElements(By.cssSelector("img, iframe, svg, object"))).isEmpty();
		browser.assertNoComplaints();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a&b=c#d%zz</script>", "lone \ud83e surrogate", "\u202egnp.exe" })
	void viewOfAHostileNameIsFoundByItsAddress(String name) throws IOException {
		browser.open(new ProfileSketch(EnumSet.of(ProfileType.CPU)).add(ProfileType.CPU, 1, 1000, name).build());
		browser.driver().findElement(By.cssSelector("#top button")).click();
		List<String> shown = browser.texts("#callers-name");

		browser.driver().navigate().refresh();

		assertThat(browser.texts("#callers-name")).isEqualTo(shown).doesNotContain("");
		browser.assertNoComplaints();
	}

	@Test
	void oddNamesAreShownSoThatTheyCanBeSeen() throws IOException {
		Map<String, String> names = new LinkedHashMap<>();
		Stream.of("\ud83d\ude00", "]]>", "-->", "__proto__", "constructor", "javascript:document.title='owned'", "&lt;")
			.forEach((name) -> names.put(name, name));
		names.put("a\u2028b", "a\\u2028b");
		names.put("lone \ud83e surrogate", "lone \\ud83e surrogate");
		names.put("\u202egnp.exe", "\\u202egnp.exe");
		names.put("zero\u200bwidth\u0007bell\u0000", "zero\\u200bwidth\\u0007bell\\u0000");
		ProfileSketch sketch = new ProfileSketch(EnumSet.of(ProfileType.CPU));
		names.keySet().forEach((name) -> sketch.add(ProfileType.CPU, 1, 1000, ProfileSketch.labels(name, name), name));

		browser.open(sketch.build());

		assertThat(browser.titles("#top button:first-child")).containsExactlyInAnyOrderElementsOf(names.values());
		assertThat(browser.texts("#top button:first-child")).containsExactlyInAnyOrderElementsOf(names.values());
		assertThat(browser.texts("#endpoint option")).containsAll(names.values()).hasSize(names.size() + 1);
		assertThat(browser.texts("#thread option")).containsAll(names.values()).hasSize(names.size() + 1);
		assertThat(browser.driver().getTitle()).isEqualTo("shop");
		browser.assertNoComplaints();
	}

	static Stream<String> hostileNames() {
		return Stream.of("</script><script>document.title='owned'</script>",
				"</script><img src=x onerror=\"document.title='owned'\">", "<!--<script>",
				"</title></style><svg onload=document.title='owned'>", "'\"`${document.title='owned'}",
				"long.".repeat(4_000));
	}

}
