package io.ddprofiling.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlameGraphPage} that read the page without a browser.
 */
class FlameGraphPageTests {

	private static final Instant START = Instant.parse("2026-07-28T10:00:00Z");

	private static final Instant END = START.plusSeconds(60);

	@Test
	void policyAllowsNothingButTheEmbeddedScriptAndStyle() throws Exception {
		String page = page(tree("main"), meta("CPU"));

		assertThat(policy(page)).containsExactly("default-src 'none'",
				"script-src '" + hash(content(page, "<script>", "</script>")) + "'",
				"style-src '" + hash(content(page, "<style>", "</style>")) + "'", "base-uri 'none'",
				"form-action 'none'", "require-trusted-types-for 'script'");
	}

	@Test
	void charsetComesFirstAndPolicyBeforeAnythingItGoverns() throws IOException {
		String page = page(tree("main"), meta("CPU"));

		String head = content(page, "<head>", "<title>").strip();
		assertThat(head).startsWith("<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"");
		assertThat(head).doesNotContain("<script", "<style", "<link");
	}

	@Test
	void nothingIsLoadedAndNothingIsInline() throws IOException {
		String page = page(tree("main"), meta("CPU"));

		assertThat(page).doesNotContainPattern("https?://")
			.doesNotContainPattern("<[^>]+\\s(src|href|style|on[a-z]+)=")
			.doesNotContain("@import", "url(", "innerHTML", "insertAdjacentHTML", "document.write", "eval(");
	}

	@Test
	void dataHoldsTreeAndMeta() throws IOException {
		CallTree.Builder builder = new CallTree.Builder();
		int[] ids = { builder.name("main"), builder.name("work") };
		builder.add(ids, 2, 5);
		builder.add(ids, 1, 3);
		Map<String, String> facts = new LinkedHashMap<>();
		facts.put("service", "shop");
		facts.put("2", "first");
		facts.put("1", "second");

		JsonNode data = data(page(builder.build(10),
				new FlameGraphPage.Meta("CPU profile", "cpu", "nanoseconds", START, END, facts)));

		assertThat(data).isEqualTo(new ObjectMapper().readTree("""
				{"type":"cpu","unit":"nanoseconds","start":1785232800000,"end":1785232860000,"folded":0,
				"facts":[["service","shop"],["2","first"],["1","second"]],
				"names":["all","main","work"],"nameIds":[0,1,2],"depths":[0,1,2],"totals":[8,8,5]}"""));
	}

	@Test
	void equalProfilesMakeEqualPages() throws IOException {
		assertThat(page(tree("a", "b"), meta("CPU"))).isEqualTo(page(tree("b", "a"), meta("CPU")));
	}

	@ParameterizedTest
	@MethodSource("hostileTexts")
	void hostileTextNeverAppearsRaw(String text) throws IOException {
		FlameGraphPage.Meta meta = new FlameGraphPage.Meta(text, text, text, START, END, Map.of(text, text));
		String harmless = page(tree("main"), meta("CPU"));

		String page = page(tree(text), meta);

		assertThat(page).doesNotContain(text);
		assertThat(tags(page)).isEqualTo(tags(harmless));
		JsonNode data = data(page);
		assertThat(data.get("names").get(1).textValue()).isEqualTo(text);
		assertThat(data.get("facts").get(0).get(1).textValue()).isEqualTo(text);
	}

	static Stream<String> hostileTexts() {
		return Stream.of("</script><script>document.title='x'</script>", "<!--<script>", "</title><img src=x>",
				"\"'><b>", "]]></svg>", "&lt;", "lone \ud83d surrogate", "\ude00", "<".repeat(100_000));
	}

	@Test
	void lineSeparatorsOfJavaScriptAreEscapedInTheData() throws IOException {
		String page = page(tree("a\u2028b\u2029c"), meta("CPU"));

		assertThat(page).contains("\"a\\u2028b\\u2029c\"").doesNotContain("\u2028", "\u2029");
	}

	@Test
	void harmlessTextStaysLegible() throws IOException {
		String page = page(tree("Größe.\ud83d\ude00"), meta("Profil für \ud83d\ude00"));

		assertThat(page).contains("\"Größe.\ud83d\ude00\"", "<title>Profil für \ud83d\ude00</title>");
	}

	@Test
	void placeholderInANameIsNotFilled() throws IOException {
		String page = page(tree("{{script}}"), meta("{{policy}}"));

		assertThat(page).contains("\"{{script}}\"", "<title>{{policy}}</title>");
	}

	private static FlameGraphPage.Meta meta(String title) {
		return new FlameGraphPage.Meta(title, "cpu", "nanoseconds", START, END, Map.of("service", "shop"));
	}

	private static CallTree tree(String... names) {
		CallTree.Builder builder = new CallTree.Builder();
		for (String name : names) {
			builder.add(new int[] { builder.name(name) }, 1, 1);
		}
		return builder.build(100);
	}

	private static String page(CallTree tree, FlameGraphPage.Meta meta) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		FlameGraphPage.write(tree, meta, out);
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
