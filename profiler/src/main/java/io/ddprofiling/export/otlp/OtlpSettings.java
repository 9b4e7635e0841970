package io.ddprofiling.export.otlp;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where something takes OTLP profiles over HTTP. Its text tells no secrets.
 *
 * @param url the base URL, or {@code null} to upload nothing
 * @param path the path below the URL
 * @param headers further headers, for example for authentication
 * @since 0.1.0
 */
public record OtlpSettings(@Nullable URI url, String path, Map<String, String> headers) {

	/**
	 * The path the protocol has while it is in development.
	 */
	public static final String DEFAULT_PATH = "/v1development/profiles";

	/**
	 * Settings that upload nothing.
	 */
	public static final OtlpSettings OFF = new OtlpSettings(null, DEFAULT_PATH, Map.of());

	private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9/_.~%:@!$&'()*+,;=-]*");

	private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

	private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");

	private static final Set<String> OURS = Set.of("content-type", "content-encoding", "content-length", "host",
			"connection", "transfer-encoding");

	public OtlpSettings {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
	}

	/**
	 * Sets where to upload to.
	 * @param url the base URL, with {@code http} or {@code https}
	 * @return the changed settings
	 */
	public OtlpSettings url(URI url) {
		return new OtlpSettings(url, this.path, this.headers);
	}

	/**
	 * Sets the path below the URL.
	 * @param path the path, with a slash at its beginning
	 * @return the changed settings
	 */
	public OtlpSettings path(String path) {
		if (!PATH.matcher(path.strip()).matches()) {
			throw new IllegalArgumentException("'path' must be a path, as in " + DEFAULT_PATH);
		}
		return new OtlpSettings(this.url, path.strip(), this.headers);
	}

	/**
	 * Adds headers.
	 * @param text pairs of name and value in the form OpenTelemetry's variables have:
	 * {@code name=value,name=value}, with percent-encoded values
	 * @return the changed settings
	 */
	public OtlpSettings headers(String text) {
		Map<String, String> all = new LinkedHashMap<>(this.headers);
		for (String pair : text.split(",")) {
			if (!pair.isBlank()) {
				int equals = pair.indexOf('=');
				add(all, pair.substring(0, Math.max(0, equals)).strip(), pair.substring(equals + 1).strip());
			}
		}
		return new OtlpSettings(this.url, this.path, all);
	}

	/**
	 * Tells which settings there are, without what is secret.
	 * @return the settings in words
	 */
	@Override
	public String toString() {
		return "OtlpSettings[url=" + ((this.url != null) ? "set" : "none") + ", path=" + this.path + ", headers="
				+ this.headers.keySet() + "]";
	}

	// the value stays out of messages, and so does what may be one by mistake
	private static void add(Map<String, String> headers, String name, String encoded) {
		if (!HEADER.matcher(name).matches() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException("'headers' must be pairs of a header's name and its value, as in "
					+ "Authorization=Bearer%20abc,X-Scope-OrgID=team, and not those of the content or connection");
		}
		String value = decoded(encoded);
		if (!VALUE.matcher(value).matches()) {
			throw new IllegalArgumentException("'headers' must have values of printable ASCII characters");
		}
		headers.put(name, value);
	}

	private static String decoded(String text) {
		try {
			return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'headers' must have values in which a percent sign is %25");
		}
	}

}
