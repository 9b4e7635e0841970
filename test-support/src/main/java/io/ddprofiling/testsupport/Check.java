package io.ddprofiling.testsupport;

import java.util.Locale;

/**
 * Assertion of one condition without a test framework.
 */
final class Check {

	private Check() {
	}

	static void that(boolean condition, String message, Object... arguments) {
		if (!condition) {
			throw new AssertionError(String.format(Locale.ROOT, message, arguments));
		}
	}

}
