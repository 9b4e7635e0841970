package io.ddprofiling;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads tags in the form Datadog's variables have: {@code key:value} pairs, separated by
 * commas or, if there is no comma, by blanks.
 *
 * @since 0.1.0
 */
public final class Tags {

	private Tags() {
	}

	/**
	 * Reads tags; what is not a pair is left out, as Datadog's clients do.
	 * @param text the tags
	 * @return the tags, in order
	 */
	public static Map<String, String> parse(String text) {
		Map<String, String> tags = new LinkedHashMap<>();
		for (String pair : text.split((text.indexOf(',') >= 0) ? "," : "\\s+")) {
			int colon = pair.indexOf(':');
			if (colon > 0) {
				String key = pair.substring(0, colon).strip();
				String value = pair.substring(colon + 1).strip();
				if (!key.isEmpty() && !value.isEmpty()) {
					tags.put(key, value);
				}
			}
		}
		return tags;
	}

}
