package io.ddprofiling.spring;

import java.util.regex.Pattern;

/**
 * A property's value as it may be shown in the log and in the status: without the user
 * information and the query of a URL, without what looks like an API key, on one line.
 */
final class ShownValue {

	/**
	 * What is shown instead of a secret.
	 */
	static final String MASK = "***";

	private static final Pattern USER_INFO = Pattern.compile("^(\\s*[A-Za-z][A-Za-z0-9+.-]*:/*)?.*@", Pattern.DOTALL);

	private static final Pattern QUERY = Pattern.compile("\\?.*", Pattern.DOTALL);

	private static final Pattern KEY = Pattern.compile("[0-9A-Fa-f]{32,}");

	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

	private ShownValue() {
	}

	static String of(Object value) {
		String text = value.toString();
		text = USER_INFO.matcher(text).replaceFirst((match) -> scheme(match.group(1)) + MASK + "@");
		text = QUERY.matcher(text).replaceFirst("?" + MASK);
		text = KEY.matcher(text).replaceAll(MASK);
		return CONTROL.matcher(text).replaceAll(" ");
	}

	// in user:password@host there is no scheme, however much it looks like one
	private static String scheme(String prefix) {
		return (prefix != null && prefix.endsWith("/")) ? prefix : "";
	}

}
