package io.ddprofiling.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Renders all pages to {@code target/manual} and follows the links between them.
 */
class RenderingTests {

	private static final Path TARGET = Path.of("target/manual").toAbsolutePath();

	private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

	private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");

	private static final Pattern FOREIGN = Pattern.compile("[a-z]+:.*");

	@BeforeAll
	static void render() throws IOException {
		RenderedManual manual = new RenderedManual(TARGET);
		for (ManualFile file : ManualFile.all()) {
			manual.write(file);
		}
		try (var images = Files.list(ManualFile.ROOT.resolve("src/docs/images"))) {
			for (Path image : images.toList()) {
				manual.copy(ManualFile.ROOT.relativize(image));
			}
		}
	}

	static List<ManualFile> pages() {
		return ManualFile.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(ManualFile file) throws IOException {
		Path page = TARGET.resolve(RenderedManual.renderedName(file.path().toString()));
		List<String> broken = new ArrayList<>();
		for (String link : found(LINK, Files.readString(page))) {
			if (!FOREIGN.matcher(link).matches() && !leadsSomewhere(page, link)) {
				broken.add(link);
			}
		}

		assertThat(broken).as("links of %s that lead nowhere", file).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void pageHasOneTitleAndShowsNoMarkdown(ManualFile file) {
		String html = RenderedManual.html(file.text());

		assertThat(html.split("<h1", -1)).as("titles of %s", file).hasSize(2);
		assertThat(html.replaceAll("(?s)<pre>.*?</pre>|<code>.*?</code>", "")).as("tables that are none in %s", file)
			.doesNotContain("|---");
	}

	@Test
	void contentsListsEveryPageOfTheManual() {
		Set<String> listed = found(LINK, RenderedManual.html(ManualFile.of("README.md").text()));

		assertThat(ManualFile.manual())
			.extracting((file) -> RenderedManual.renderedName(Path.of("src/docs").relativize(file.path()).toString()))
			.filteredOn((name) -> !name.equals("README.html"))
			.isSubsetOf(listed);
	}

	@Test
	void readmeLeadsToTheContents() {
		assertThat(found(LINK, RenderedManual.html(ManualFile.read(Path.of("README.md")).text())))
			.contains("src/docs/README.html");
	}

	@Test
	void imagesAreShownSomewhere() throws IOException {
		String all = ManualFile.all().stream().map(ManualFile::text).collect(Collectors.joining());
		try (var images = Files.list(ManualFile.ROOT.resolve("src/docs/images"))) {
			assertThat(images.map((image) -> image.getFileName().toString()))
				.allSatisfy((name) -> assertThat(all).contains("images/" + name));
		}
	}

	// what is not rendered is looked for in the project
	private static boolean leadsSomewhere(Path page, String link) throws IOException {
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
		if (!Files.exists(target)) {
			return parts.length == 1 && target.startsWith(TARGET)
					&& Files.exists(ManualFile.ROOT.resolve(TARGET.relativize(target)));
		}
		return parts.length == 1 || found(ID, Files.readString(target)).contains(parts[1]);
	}

	private static Set<String> found(Pattern pattern, String html) {
		return pattern.matcher(html)
			.results()
			.map((MatchResult result) -> result.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
