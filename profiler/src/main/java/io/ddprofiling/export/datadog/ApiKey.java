package io.ddprofiling.export.datadog;

import java.util.regex.Pattern;

/**
 * An API key of Datadog's, which is shown nowhere.
 *
 * @param value the key
 * @since 0.1.0
 */
public record ApiKey(String value) {

	private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]+");

	private static final Pattern USUAL = Pattern.compile("[0-9a-fA-F]{32}");

	public ApiKey {
		if (!SENDABLE.matcher(value).matches()) {
			throw new IllegalArgumentException("'apiKey' must be one word of printable characters");
		}
	}

	/**
	 * Whether the key looks like those Datadog hands out.
	 * @return {@code false} if it is not 32 hexadecimal digits
	 */
	public boolean isUsual() {
		return USUAL.matcher(this.value).matches();
	}

	@Override
	public String toString() {
		return "***";
	}

}
