package io.ddprofiling.encode;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import org.jspecify.annotations.Nullable;

/**
 * One or two profiles as one HTML file: flame graph, callers and callees, table of
 * functions, timeline, and with two profiles what changed between them. The file needs no
 * network, and its Content-Security-Policy lets nothing run but the script it was made
 * with: names come from the profiled application and are never trusted.
 *
 * @since 0.1.0
 */
public final class FlameGraphPage {

	/**
	 * The files of the script, in the order in which they are put together.
	 */
	static final List<String> SCRIPTS = List.of("text", "data", "selection", "functions", "comparison", "search",
			"address", "colours", "chart", "sandwich", "timeline", "table", "filters", "pprof", "download", "view",
			"charts", "frames", "results", "strips", "controls", "page");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

	private static final String TEMPLATE = resource("flamegraph.html");

	private static final String STYLE = resource("flamegraph.css");

	private static final String SCRIPT = SCRIPTS.stream()
		.map((name) -> resource("flamegraph/" + name + ".js"))
		.collect(Collectors.joining("\n", "'use strict';\n(() => {\n", "})();\n"));

	private static final String POLICY = "default-src 'none'; script-src '" + ContentHash.of(SCRIPT) + "'; style-src '"
			+ ContentHash.of(STYLE) + "'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

	private FlameGraphPage() {
	}

	/**
	 * Write the page in UTF-8. The stream is flushed and stays open.
	 * @param content what to show
	 * @param out where the page goes
	 * @throws IOException if the stream fails
	 */
	public static void write(Content content, OutputStream out) throws IOException {
		Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
		Matcher matcher = PLACEHOLDER.matcher(TEMPLATE);
		int from = 0;
		while (matcher.find()) {
			writer.append(TEMPLATE, from, matcher.start());
			fill(matcher.group(1), content, writer);
			from = matcher.end();
		}
		writer.append(TEMPLATE, from, TEMPLATE.length());
		writer.flush();
	}

	private static void fill(String placeholder, Content content, Writer writer) throws IOException {
		switch (placeholder) {
			case "policy" -> writer.append(POLICY);
			case "title" -> writer.append(escape(content.title()));
			case "style" -> writer.append(STYLE);
			case "profile" -> PageData.write(content, new JsonWriter(writer));
			case "script" -> writer.append(SCRIPT);
			default -> throw new IllegalStateException("Unknown placeholder '" + placeholder + "'");
		}
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("\"", "&quot;")
			.replace("'", "&#39;");
	}

	private static String resource(String name) {
		try (InputStream in = FlameGraphPage.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException("Missing resource '" + name + "'");
			}
			// browsers hash what they parsed, and parsing removes carriage returns
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What a page shows.
	 *
	 * @param title headline and document title
	 * @param shown the type to show first
	 * @param types the types the reader of the page can choose from; those that no
	 * profile has a column of are left out
	 * @param current the profile
	 * @param baseline what to compare it with, {@code null} for no comparison
	 * @since 0.1.0
	 */
	public record Content(String title, ProfileType shown, Set<ProfileType> types, Part current,
			@Nullable Part baseline) {

		List<Part> parts() {
			return Stream.of(this.current, this.baseline).filter((part) -> part != null).toList();
		}

	}

	/**
	 * A profile of a page.
	 *
	 * @param name what to call it beside the other one, for example the version it is of
	 * @param profile the profile; with its {@linkplain Profile#timeline() times} the page
	 * has a timeline
	 * @param facts what else is worth showing, in order
	 * @since 0.1.0
	 */
	public record Part(String name, Profile profile, Map<String, String> facts) {

	}

}
