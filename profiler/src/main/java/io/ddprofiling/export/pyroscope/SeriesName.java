package io.ddprofiling.export.pyroscope;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.ddprofiling.profile.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The name of an application with its labels, as in {@code orders{env=prod}}. Nothing can
 * be quoted or escaped in it.
 */
final class SeriesName {

	/**
	 * A series of Pyroscope has 30 labels at most. The server adds four, a sample up to
	 * twelve.
	 */
	static final int MAX_LABELS = 14;

	private static final int MAX_LENGTH = 200;

	/**
	 * Labels that mean something to the server.
	 */
	private static final Set<String> RESERVED = Set.of("service_name", "app_name", "profile_id", "span_id",
			"pyroscope_spy");

	private final String application;

	private final Map<String, String> labels = new LinkedHashMap<>();

	private SeriesName(String application) {
		this.application = application;
	}

	static SeriesName of(Identity identity) {
		SeriesName name = new SeriesName(cut(identity.service().strip().replaceAll("[^A-Za-z0-9_./-]", "_")));
		name.put("env", identity.env());
		name.put("version", identity.version());
		name.putIfAbsent("host", identity.tags().getOrDefault("host", identity.host()));
		identity.tags().forEach(name::putIfAbsent);
		return name;
	}

	boolean has(String label) {
		return this.labels.containsKey(label) || RESERVED.contains(label);
	}

	/**
	 * A name for a label that each version of the server takes.
	 * @param name the name as the user gave it
	 * @return letters, digits and single characters between them, empty if there are none
	 */
	static String label(String name) {
		String clean = cut(name.strip().replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^_+", ""));
		return (!clean.isEmpty() && Character.isDigit(clean.charAt(0))) ? "_" + clean : clean;
	}

	private void putIfAbsent(String name, String value) {
		if (!this.labels.containsKey(label(name))) {
			put(name, value);
		}
	}

	private void put(String name, @Nullable String value) {
		String cleanName = label(name);
		String cleanValue = (value != null) ? cut(value.replaceAll("[,{}=\\p{Cntrl}]", "_").strip()) : "";
		if (this.labels.size() < MAX_LABELS && !cleanName.isEmpty() && !cleanValue.isEmpty()
				&& !RESERVED.contains(cleanName)) {
			this.labels.put(cleanName, cleanValue);
		}
	}

	private static String cut(String text) {
		int length = Math.min(text.length(), MAX_LENGTH);
		boolean half = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
		return text.substring(0, half ? length - 1 : length);
	}

	@Override
	public String toString() {
		return this.labels.entrySet()
			.stream()
			.map((label) -> label.getKey() + "=" + label.getValue())
			.collect(Collectors.joining(",", this.application + "{", "}"));
	}

}
