package io.ddprofiling.spring;

import java.util.Locale;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The values Datadog's switches have.
 *
 * @since 0.1.0
 */
public enum Switch {

	/**
	 * On.
	 */
	TRUE,

	/**
	 * As the situation suggests.
	 */
	AUTO,

	/**
	 * Off.
	 */
	FALSE;

	/**
	 * Reads a switch as leniently as Datadog's clients do.
	 * @param text {@code true}, {@code 1}, {@code yes}, {@code on}, {@code auto},
	 * {@code false}, {@code 0}, {@code no} or {@code off}, in any case
	 * @return the switch
	 */
	public static Switch of(String text) {
		return switch (text.strip().toLowerCase(Locale.ROOT)) {
			case "true", "1", "yes", "on" -> TRUE;
			case "auto" -> AUTO;
			case "false", "0", "no", "off" -> FALSE;
			default -> throw new IllegalArgumentException("it must be true, auto or false");
		};
	}

	// for what must be known before properties are bound; the default is on
	static boolean isOn(Environment environment, String name) {
		try {
			String value = environment.getProperty(name);
			return !StringUtils.hasText(value) || of(value) != FALSE;
		}
		catch (IllegalArgumentException ex) {
			// also a placeholder that does not resolve
			return true;
		}
	}

}
