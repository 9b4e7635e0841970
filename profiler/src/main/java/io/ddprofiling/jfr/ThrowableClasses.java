package io.ddprofiling.jfr;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Tells exceptions from other classes by their names.
 */
final class ThrowableClasses {

	private static final List<String> CUSTOMARY = List.of("Exception", "Error", "Throwable", "Failure");

	private ThrowableClasses() {
	}

	// By custom, or by the class itself: it has been loaded by this JVM, as a rule, so
	// that finding it loads nothing. A recording of another JVM has only names.
	static boolean isThrowable(String name) {
		if (CUSTOMARY.stream().anyMatch(name::endsWith)) {
			return true;
		}
		Class<?> type = find(name, Thread.currentThread().getContextClassLoader());
		return type != null && Throwable.class.isAssignableFrom(type);
	}

	private static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
		try {
			return Class.forName(name, false, loader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

}
