package io.ddprofiling.profile;

import org.jspecify.annotations.Nullable;

/**
 * A label of a sample: a text or a number.
 *
 * @param key what the label tells
 * @param text the text, or {@code null} for a number
 * @param number the number, 0 for a text
 * @param attribute the label's name if the key is {@link LabelKey#ATTRIBUTE}, otherwise
 * {@code null}
 * @since 0.1.0
 */
public record Label(LabelKey key, @Nullable String text, long number, @Nullable String attribute) {

	/**
	 * A label that is a text.
	 * @param key what the label tells
	 * @param text the text
	 * @return the label
	 */
	public static Label of(LabelKey key, String text) {
		return new Label(key, text, 0, null);
	}

	/**
	 * A label that is a number.
	 * @param key what the label tells
	 * @param number the number
	 * @return the label
	 */
	public static Label of(LabelKey key, long number) {
		return new Label(key, null, number, null);
	}

	/**
	 * A label with a name of the application's own.
	 * @param attribute the label's name
	 * @param text the text
	 * @return the label
	 */
	public static Label attribute(String attribute, String text) {
		return new Label(LabelKey.ATTRIBUTE, text, 0, attribute);
	}

}
