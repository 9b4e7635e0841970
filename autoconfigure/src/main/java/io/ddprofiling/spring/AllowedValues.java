package io.ddprofiling.spring;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

import org.springframework.util.unit.DataSize;

/**
 * Says in words what a property of some type takes.
 */
final class AllowedValues {

	private AllowedValues() {
	}

	static String of(Class<?> type) {
		if (type.isEnum()) {
			return "it must be one of " + Arrays.stream(type.getEnumConstants())
				.map((value) -> value.toString().toLowerCase(Locale.ROOT))
				.toList();
		}
		if (type == Duration.class) {
			return "it must be a duration, as in 500ms, 60s or 5m";
		}
		if (type == DataSize.class) {
			return "it must be a size, as in 512KB or 256MB";
		}
		if (type == Boolean.class || type == boolean.class) {
			return "it must be true or false";
		}
		if (type == URI.class) {
			return "it must be a URL";
		}
		if (type.isRecord()) {
			return "it is a group of properties and has no value of its own";
		}
		return (Number.class.isAssignableFrom(type) || type.isPrimitive()) ? "it must be a number"
				: "it must be a text";
	}

}
