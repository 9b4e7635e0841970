package io.ddprofiling.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * The manual as pages for a browser, in the same folders as its sources. They load
 * nothing from anywhere else.
 */
final class RenderedManual {

	private static final String STYLE = "body{max-width:60rem;margin:2rem auto;padding:0 1rem;"
			+ "font:1rem/1.5 system-ui,sans-serif}pre{overflow:auto;background:#f4f4f4;padding:.8rem}"
			+ "code{font-size:.9em}table{border-collapse:collapse;display:block;overflow:auto}"
			+ "th,td{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}img{max-width:100%}";

	private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create(),
			HeadingAnchorExtension.create());

	private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

	private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
		.extensions(EXTENSIONS)
		.attributeProviderFactory((context) -> (AttributeProvider) RenderedManual::linkToPages)
		.build();

	private final Path directory;

	RenderedManual(Path directory) {
		this.directory = directory;
	}

	static String html(String markdown) {
		return RENDERER.render(PARSER.parse(markdown));
	}

	static Node parse(String markdown) {
		return PARSER.parse(markdown);
	}

	static String renderedName(String name) {
		return name.replaceAll("\\.md(?=$|#)", ".html");
	}

	Path write(ManualFile file) throws IOException {
		Path page = this.directory.resolve(renderedName(file.path().toString()));
		Files.createDirectories(page.getParent());
		String title = file.text().lines().findFirst().orElse("").replaceFirst("^#+\\s*", "").replace("<", "&lt;");
		return Files.writeString(page,
				"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title + "</title><style>"
						+ STYLE + "</style></head><body>\n" + html(file.text()) + "</body></html>\n");
	}

	void copy(Path file) throws IOException {
		Path copy = this.directory.resolve(file);
		Files.createDirectories(copy.getParent());
		Files.copy(ManualFile.ROOT.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
	}

	private static void linkToPages(Node node, String tag, Map<String, String> attributes) {
		if (node instanceof Link link && !link.getDestination().contains("://")) {
			attributes.put("href", renderedName(link.getDestination()));
		}
	}

}
