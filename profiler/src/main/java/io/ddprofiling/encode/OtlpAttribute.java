package io.ddprofiling.encode;

import org.jspecify.annotations.Nullable;

/**
 * An attribute of what is profiled, as OpenTelemetry names it.
 *
 * @param name the name, for example {@code service.name}
 * @param text the text, or {@code null} for a number
 * @param number the number, 0 for a text
 * @since 0.1.0
 */
public record OtlpAttribute(String name, @Nullable String text, long number) {

	/**
	 * An attribute that is a text.
	 * @param name the name
	 * @param text the text
	 * @return the attribute
	 */
	public static OtlpAttribute of(String name, String text) {
		return new OtlpAttribute(name, text, 0);
	}

	/**
	 * An attribute that is a number.
	 * @param name the name
	 * @param number the number
	 * @return the attribute
	 */
	public static OtlpAttribute of(String name, long number) {
		return new OtlpAttribute(name, null, number);
	}

}
