package io.ddprofiling.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlameGraphPage} that read the page without a browser.
 */
class FlameGraphPageTests {

	private static final Set<ProfileType> CPU = EnumSet.of(ProfileType.CPU);

	@Test
	void policyAllowsNothingButTheEmbeddedScriptAndStyle() throws Exception {
		String page = page("CPU", profile("main"));

		assertThat(policy(page)).containsExactly("default-src 'none'",
				"script-src '" + hash(content(page, "<script>", "</script>")) + "'",
				"style-src '" + hash(content(page, "<style>", "</style>")) + "'", "base-uri 'none'",
				"form-action 'none'", "require-trusted-types-for 'script'");
	}

	@Test
	void charsetComesFirstAndPolicyBeforeAnythingItGoverns() throws IOException {
		String page = page("CPU", profile("main"));

		String head = content(page, "<head>", "<title>").strip();
		assertThat(head).startsWith("<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"");
		assertThat(head).doesNotContain("<script", "<style", "<link");
	}

	@Test
	void nothingIsLoadedAndNothingIsInline() throws IOException {
		String page = page("CPU", profile("main"));

		assertThat(page).doesNotContainPattern("https?://")
			.doesNotContainPattern("<[^>]+\\s(src|href|style|on[a-z]+)=")
			.doesNotContain("@import", "url(", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write",
					"eval(", "fetch(", "XMLHttpRequest", "WebSocket", "localStorage");
	}

	@Test
	void scriptIsMadeOfAllItsFiles() throws IOException {
		String page = page("CPU", profile("main"));

		for (String script : FlameGraphPage.SCRIPTS) {
			String name = "flamegraph/" + script + ".js";
			try (var in = Objects.requireNonNull(FlameGraphPage.class.getResourceAsStream(name), name)) {
				String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
				assertThat(page).contains(text);
				assertThat(text.lines().count()).as(name).isLessThanOrEqualTo(400);
			}
		}
	}

	@Test
	void equalProfilesMakeEqualPages() throws IOException {
		assertThat(page("CPU", profile("a", "b"))).isEqualTo(page("CPU", profile("a", "b")));
	}

	@ParameterizedTest
	@MethodSource("hostileTexts")
	void hostileTextNeverAppearsRaw(String text) throws IOException {
		ProfileSketch sketch = new ProfileSketch(CPU);
		sketch.add(ProfileType.CPU, 1, 10, ProfileSketch.labels(text, text), text);
		sketch.requests(text, 3);

		String page = page(new FlameGraphPage.Content(text, ProfileType.CPU, CPU,
				new FlameGraphPage.Part(text, sketch.build(), Map.of(text, text)), null));

		assertThat(page).doesNotContain(text);
		assertThat(tags(page)).isEqualTo(tags(page("CPU", profile("main"))));
		JsonNode data = data(page);
		assertThat(data.get("title").textValue()).isEqualTo(text);
		assertThat(data.get("names").get(1).textValue()).isEqualTo(text);
		JsonNode profile = data.get("profiles").get(0);
		assertThat(profile.get("facts").get(0).get(1).textValue()).isEqualTo(text);
		assertThat(profile.get("threads").get(1).textValue()).isEqualTo(text);
		assertThat(profile.get("endpoints").get(1).textValue()).isEqualTo(text);
	}

	static Stream<String> hostileTexts() {
		return Stream.of("</script><script>document.title='x'</script>", "<!--<script>", "</title><img src=x>",
				"\"'><b>", "]]></svg>", "&lt;", "lone \ud83d surrogate", "\ude00", "<".repeat(100_000));
	}

	@Test
	void lineSeparatorsOfJavaScriptAreEscapedInTheData() throws IOException {
		String page = page("CPU", profile("a\u2028b\u2029c"));

		assertThat(page).contains("\"a\\u2028b\\u2029c\"").doesNotContain("\u2028", "\u2029");
	}

	@Test
	void harmlessTextStaysLegible() throws IOException {
		String page = page("Profil für \ud83d\ude00", profile("Größe.\ud83d\ude00"));

		assertThat(page).contains("\"Größe.\ud83d\ude00\"", "<title>Profil für \ud83d\ude00</title>");
	}

	@Test
	void placeholderInANameIsNotFilled() throws IOException {
		String page = page("{{policy}}", profile("{{script}}"));

		assertThat(page).contains("\"{{script}}\"", "<title>{{policy}}</title>");
	}

	private static Profile profile(String... names) {
		ProfileSketch sketch = new ProfileSketch(CPU);
		for (String name : names) {
			sketch.add(ProfileType.CPU, 1, 10, name);
		}
		return sketch.build();
	}

	private static String page(String title, Profile profile) throws IOException {
		return page(new FlameGraphPage.Content(title, ProfileType.CPU, CPU,
				new FlameGraphPage.Part("Current", profile, Map.of("service", "shop")), null));
	}

	private static String page(FlameGraphPage.Content content) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		FlameGraphPage.write(content, out);
		return out.toString(StandardCharsets.UTF_8);
	}

	private static List<String> policy(String page) {
		return List.of(content(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\">").split("; "));
	}

	private static JsonNode data(String page) throws IOException {
		return new ObjectMapper()
			.readTree(content(page, "<script type=\"application/json\" id=\"profile\">", "</script>"));
	}

	private static List<String> tags(String page) {
		return Pattern.compile("</?[a-z][a-z0-9]*|<!").matcher(page).results().map(MatchResult::group).toList();
	}

	private static String content(String page, String before, String after) {
		int start = page.indexOf(before) + before.length();
		assertThat(start).isGreaterThanOrEqualTo(before.length());
		return page.substring(start, page.indexOf(after, start));
	}

	private static String hash(String text) throws Exception {
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		return "sha256-" + Base64.getEncoder().encodeToString(digest);
	}

}
