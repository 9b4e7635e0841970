package io.ddprofiling.export.datadog;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.RuntimeDetails;
import org.jspecify.annotations.Nullable;

/**
 * The tags of an upload, in the syntax of the intake: {@code key:value} pairs joined by
 * commas, each key once, nothing empty.
 */
final class DatadogTags {

	private static final int MAX_LENGTH = 200;

	private final Map<String, String> tags = new LinkedHashMap<>();

	private DatadogTags() {
	}

	static String of(Identity identity, PayloadConvention convention, Snapshot snapshot) {
		RuntimeDetails runtime = identity.runtime();
		DatadogTags tags = new DatadogTags();
		tags.put("host", identity.host());
		identity.tags().forEach(tags::put);
		tags.put("service", identity.service());
		tags.put("env", identity.env());
		tags.put("version", identity.version());
		tags.put("language", convention.language());
		tags.put("runtime", convention.runtime());
		tags.put("runtime-id", identity.runtimeId());
		tags.put("runtime_version", runtime.javaVersion());
		tags.put("profiler_version", runtime.profilerVersion());
		tags.put("process_id", Long.toString(identity.processId()));
		if (convention.format() == UploadFormat.JFR) {
			// as the Java client has them, which no other has
			tags.put("library_version", runtime.profilerVersion());
			tags.put("snapshot", snapshot.id());
		}
		return tags.tags.entrySet()
			.stream()
			.map((tag) -> tag.getKey() + ":" + tag.getValue())
			.collect(Collectors.joining(","));
	}

	private void put(String key, @Nullable String value) {
		String cleanKey = clean(key, MAX_LENGTH).replace(":", "_");
		String cleanValue = (value != null) ? clean(value, MAX_LENGTH - cleanKey.length() - 1) : "";
		if (!cleanKey.isEmpty() && !cleanValue.isEmpty()) {
			this.tags.put(cleanKey, cleanValue);
		}
	}

	private static String clean(String text, int maxLength) {
		StringBuilder clean = new StringBuilder(text.length());
		text.strip()
			.codePoints()
			.filter((c) -> c != '"')
			.map((c) -> (c == ',' || Character.isISOControl(c)) ? '_' : c)
			.forEach(clean::appendCodePoint);
		return withoutTail(clean.toString().strip(), maxLength);
	}

	private static String withoutTail(String text, int maxLength) {
		int end = Math.max(0, Math.min(text.length(), maxLength));
		while (end > 0 && isBadEnd(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(0, end);
	}

	// half a character, or what the intake takes for the end of the key
	private static boolean isBadEnd(char last) {
		return Character.isHighSurrogate(last) || last == ':' || Character.isWhitespace(last);
	}

	/**
	 * Why an upload is made.
	 */
	enum Snapshot {

		/**
		 * Because a period is over.
		 */
		PERIODIC,

		/**
		 * Because the profiler stops.
		 */
		ON_SHUTDOWN;

		String id() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
