package io.ddprofiling;

/**
 * Keeps a second profiler out of the JVM. The mark is a system property, because two
 * class loaders may each have a copy of this class.
 */
final class JvmClaim {

	private static final String PROPERTY = "io.ddprofiling.running";

	private JvmClaim() {
	}

	static void acquire(String owner) {
		Object other = System.getProperties().putIfAbsent(PROPERTY, owner);
		if (other != null) {
			throw new IllegalStateException(
					"A profiler is already running in this JVM (" + other + "); stop it before you start another");
		}
	}

	static boolean isHeld() {
		return System.getProperty(PROPERTY) != null;
	}

	static void release() {
		System.clearProperty(PROPERTY);
	}

}
