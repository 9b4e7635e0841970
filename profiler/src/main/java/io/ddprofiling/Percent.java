package io.ddprofiling;

import java.util.Locale;

/**
 * Reads and writes shares as percentages.
 *
 * @since 0.1.0
 */
public final class Percent {

	private Percent() {
	}

	/**
	 * Reads a percentage.
	 * @param text a number of percent, with or without the sign, as in {@code 0.5} or
	 * {@code 1 %}, or {@code off} for 0
	 * @return the number of percent
	 * @throws IllegalArgumentException if it is none; the message says what it must be
	 */
	public static double parse(String text) {
		String number = text.strip();
		if (number.equalsIgnoreCase("off")) {
			return 0;
		}
		if (number.endsWith("%")) {
			number = number.substring(0, number.length() - 1).strip();
		}
		if (!number.matches("\\d{1,3}(?:\\.\\d{1,9})?")) {
			throw new IllegalArgumentException("it must be a percentage, as in 1 or 0.5%, or off");
		}
		return Double.parseDouble(number);
	}

	static String text(double share) {
		return String.format(Locale.ROOT, "%.2f %%", share * 100);
	}

}
