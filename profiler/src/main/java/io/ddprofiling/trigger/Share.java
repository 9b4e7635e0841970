package io.ddprofiling.trigger;

import java.util.Locale;

/**
 * Shares in words.
 */
final class Share {

	private Share() {
	}

	static String text(double share) {
		return String.format(Locale.ROOT, "%.1f %%", share * 100);
	}

}
