package io.ddprofiling.encode;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@link CallTree} as one HTML file with an interactive flame graph and a table of the
 * top functions. The file needs no network, and its Content-Security-Policy lets nothing
 * run but the script it was made with: names come from the profiled application and are
 * never trusted.
 *
 * @since 0.1.0
 */
public final class FlameGraphPage {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

	private static final String TEMPLATE = resource("flamegraph.html");

	private static final String STYLE = resource("flamegraph.css");

	private static final String SCRIPT = resource("flamegraph.js");

	private static final String POLICY = "default-src 'none'; script-src '" + hash(SCRIPT) + "'; style-src '"
			+ hash(STYLE) + "'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

	private FlameGraphPage() {
	}

	/**
	 * Write the page in UTF-8. The stream is flushed and stays open.
	 * @param tree the samples to show
	 * @param meta what is known about them
	 * @param out where the page goes
	 * @throws IOException if the stream fails
	 */
	public static void write(CallTree tree, Meta meta, OutputStream out) throws IOException {
		Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
		Matcher matcher = PLACEHOLDER.matcher(TEMPLATE);
		int from = 0;
		while (matcher.find()) {
			writer.append(TEMPLATE, from, matcher.start());
			fill(matcher.group(1), tree, meta, writer);
			from = matcher.end();
		}
		writer.append(TEMPLATE, from, TEMPLATE.length());
		writer.flush();
	}

	private static void fill(String placeholder, CallTree tree, Meta meta, Writer writer) throws IOException {
		switch (placeholder) {
			case "policy" -> writer.append(POLICY);
			case "title" -> writer.append(escape(meta.title()));
			case "style" -> writer.append(STYLE);
			case "profile" -> writeProfile(tree, meta, new JsonWriter(writer));
			case "script" -> writer.append(SCRIPT);
			default -> throw new IllegalStateException("Unknown placeholder '" + placeholder + "'");
		}
	}

	private static void writeProfile(CallTree tree, Meta meta, JsonWriter json) throws IOException {
		json.beginObject();
		json.name("type").value(meta.valueType());
		json.name("unit").value(meta.unit());
		json.name("start").value(meta.start().toEpochMilli());
		json.name("end").value(meta.end().toEpochMilli());
		json.name("folded").value(tree.folded());
		writeFacts(meta.facts(), json.name("facts"));
		writeTree(tree, json);
		json.endObject();
	}

	private static void writeFacts(Map<String, String> facts, JsonWriter json) throws IOException {
		// pairs, because JavaScript would reorder the members of an object
		json.beginArray();
		for (Map.Entry<String, String> fact : facts.entrySet()) {
			json.beginArray().value(fact.getKey()).value(fact.getValue()).endArray();
		}
		json.endArray();
	}

	private static void writeTree(CallTree tree, JsonWriter json) throws IOException {
		// self values follow from the totals
		json.name("names").beginArray();
		for (int id = 0; id < tree.nameCount(); id++) {
			json.value(tree.name(id));
		}
		json.endArray().name("nameIds").beginArray();
		for (int node = 0; node < tree.size(); node++) {
			json.value(tree.nameId(node));
		}
		json.endArray().name("depths").beginArray();
		for (int node = 0; node < tree.size(); node++) {
			json.value(tree.depth(node));
		}
		json.endArray().name("totals").beginArray();
		for (int node = 0; node < tree.size(); node++) {
			json.value(tree.total(node));
		}
		json.endArray();
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("\"", "&quot;")
			.replace("'", "&#39;");
	}

	private static String hash(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return "sha256-" + Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
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
	 * What a page says about its samples.
	 *
	 * @param title headline and document title
	 * @param valueType what was measured, such as {@code cpu}
	 * @param unit unit of the values; {@code nanoseconds} and {@code bytes} are shown in
	 * larger units where that is easier to read, {@code count} is not shown
	 * @param start when the window begins
	 * @param end when the window ends
	 * @param facts anything else worth showing, in order
	 */
	public record Meta(String title, String valueType, String unit, Instant start, Instant end,
			Map<String, String> facts) {

	}

}
