package io.ddprofiling.export.datadog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.ddprofiling.export.ClientVersion;
import io.ddprofiling.profile.Identity;
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

	static String of(Identity identity, PayloadConvention convention) {
		DatadogTags tags = new DatadogTags();
		tags.put("host", identity.host());
		identity.tags().forEach(tags::put);
		tags.put("service", identity.service());
		tags.put("env", identity.env());
		tags.put("version", identity.version());
		tags.put("language", convention.language());
		tags.put("runtime", convention.runtime());
		tags.put("runtime-id", identity.runtimeId());
		tags.put("runtime_version", System.getProperty("java.version"));
		tags.put("profiler_version", ClientVersion.VERSION);
		tags.put("process_id", Long.toString(identity.processId()));
		return tags.tags.entrySet()
			.stream()
			.map((tag) -> tag.getKey() + ":" + tag.getValue())
			.collect(Collectors.joining(","));
	}

	private void put(String key, @Nullable String value) {
		String cleanKey = clean(key).replace(":", "_");
		String cleanValue = (value != null) ? clean(value) : "";
		int room = MAX_LENGTH - cleanKey.length() - 1;
		if (cleanValue.length() > room) {
			cleanValue = cleanValue.substring(0, Math.max(0, room));
		}
		while (cleanValue.endsWith(":")) {
			cleanValue = cleanValue.substring(0, cleanValue.length() - 1);
		}
		if (!cleanKey.isEmpty() && !cleanValue.isEmpty()) {
			this.tags.put(cleanKey, cleanValue);
		}
	}

	private static String clean(String text) {
		StringBuilder clean = new StringBuilder(text.length());
		text.strip()
			.chars()
			.filter((c) -> c != '"')
			.forEach((c) -> clean.append((c == ',' || c < ' ') ? '_' : (char) c));
		return clean.toString();
	}

}
