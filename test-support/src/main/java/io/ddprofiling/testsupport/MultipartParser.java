package io.ddprofiling.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Strict parser of {@code multipart/form-data} with files only.
 */
public final class MultipartParser {

	private static final Pattern CONTENT_TYPE = Pattern
		.compile("(?i:multipart/form-data) *; *(?i:boundary)=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");

	private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");

	private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+): *([^\\s](?:.*[^\\s])?)");

	private static final Pattern DISPOSITION = Pattern.compile("form-data; *name=\"([^\"]+)\"; *filename=\"([^\"]+)\"");

	// one character for each byte, so that text can be searched in binary content
	private final String body;

	private final String delimiter;

	private int position;

	private MultipartParser(byte[] body, String boundary) {
		this.body = new String(body, StandardCharsets.ISO_8859_1);
		this.delimiter = "--" + boundary;
	}

	/**
	 * Parse a body, failing with an {@link AssertionError}.
	 * @param contentType the header of the request
	 * @param body the body of the request
	 * @return the parts in order
	 */
	public static List<Part> parse(@Nullable String contentType, byte[] body) {
		Matcher matcher = CONTENT_TYPE.matcher(String.valueOf(contentType));
		Check.that(matcher.matches(), "content type '%s' is not multipart/form-data with a boundary", contentType);
		String boundary = (matcher.group(1) != null) ? matcher.group(1) : matcher.group(2);
		Check.that(BOUNDARY.matcher(boundary).matches(), "boundary '%s' has characters that are not allowed", boundary);
		return new MultipartParser(body, boundary).parts();
	}

	private List<Part> parts() {
		List<Part> parts = new ArrayList<>();
		expect(this.delimiter);
		while (!this.body.startsWith("--", this.position)) {
			expect("\r\n");
			parts.add(part());
		}
		expect("--");
		String rest = this.body.substring(this.position);
		Check.that(rest.isEmpty() || rest.equals("\r\n"), "%d bytes after the closing boundary", rest.length());
		Check.that(!parts.isEmpty(), "multipart body without part");
		return parts;
	}

	private Part part() {
		Map<String, String> headers = headers();
		String disposition = String.valueOf(headers.get("content-disposition"));
		Matcher matcher = DISPOSITION.matcher(disposition);
		Check.that(matcher.matches(), "content disposition '%s' is not form-data with name and filename", disposition);
		byte[] content = until("\r\n" + this.delimiter).getBytes(StandardCharsets.ISO_8859_1);
		String length = headers.getOrDefault("content-length", String.valueOf(content.length));
		Check.that(length.equals(String.valueOf(content.length)), "content length %s of a part with %d bytes", length,
				content.length);
		return new Part(utf8(matcher.group(1)), utf8(matcher.group(2)), headers.get("content-type"), content);
	}

	private Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		String line = until("\r\n");
		while (!line.isEmpty()) {
			Matcher matcher = HEADER.matcher(line);
			Check.that(matcher.matches(), "header '%s' is malformed", line);
			String name = matcher.group(1).toLowerCase(Locale.ROOT);
			Check.that(headers.put(name, matcher.group(2)) == null, "header '%s' repeats", name);
			line = until("\r\n");
		}
		return headers;
	}

	private void expect(String text) {
		Check.that(this.body.startsWith(text, this.position), "no '%s' at byte %d", text.replace("\r\n", "CRLF"),
				this.position);
		this.position += text.length();
	}

	private String until(String end) {
		int index = this.body.indexOf(end, this.position);
		Check.that(index >= 0, "no '%s' after byte %d", end.replace("\r\n", "CRLF"), this.position);
		String text = this.body.substring(this.position, index);
		this.position = index + end.length();
		return text;
	}

	private static String utf8(String bytes) {
		return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
	}

	/**
	 * A file of the body.
	 *
	 * @param name the name of the form field
	 * @param filename the name of the file
	 * @param contentType the content type, if there is one
	 * @param content the content
	 */
	public record Part(String name, String filename, @Nullable String contentType, byte[] content) {

	}

}
