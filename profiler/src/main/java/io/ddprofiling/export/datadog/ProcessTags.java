package io.ddprofiling.export.datadog;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The {@code process_tags} of an upload: what was started, and from where. Arguments are
 * not looked at, as they may hold secrets.
 */
final class ProcessTags {

	private static final Pattern JAR = Pattern.compile("(.+?\\.jar)(?: .*)?", Pattern.DOTALL);

	private static final Pattern CLASS = Pattern.compile("(?:[\\w.]+/)?([\\w.$]+)(?: .*)?", Pattern.DOTALL);

	private final Map<String, String> tags = new TreeMap<>();

	private ProcessTags() {
	}

	static String of(RuntimeDetails runtime, String service, boolean userService) {
		ProcessTags tags = new ProcessTags();
		Matcher jar = JAR.matcher(runtime.command());
		Matcher mainClass = CLASS.matcher(runtime.command());
		if (mainClass.matches() && !mainClass.group(1).endsWith(".jar")) {
			tags.put("entrypoint.name", mainClass.group(1));
			tags.put("entrypoint.type", "class");
		}
		else if (jar.matches()) {
			tags.putJar(jar.group(1), runtime.workingDirectory());
		}
		tags.put("entrypoint.workdir", last(runtime.workingDirectory()));
		tags.put(userService ? "svc.user" : "svc.auto", userService ? "true" : service);
		return tags.tags.entrySet()
			.stream()
			.map((tag) -> tag.getKey() + ":" + tag.getValue())
			.collect(Collectors.joining(","));
	}

	private void putJar(String jar, Path workingDirectory) {
		put("entrypoint.type", "jar");
		try {
			Path file = workingDirectory.resolve(jar).normalize();
			put("entrypoint.name", String.valueOf(file.getFileName()).replaceFirst("\\.jar$", ""));
			put("entrypoint.basedir", last(file.getParent()));
		}
		catch (InvalidPathException ex) {
			// a name that is no path is left out
		}
	}

	private static @Nullable String last(@Nullable Path directory) {
		Path name = (directory != null) ? directory.getFileName() : null;
		return (name != null) ? name.toString() : null;
	}

	private void put(String key, @Nullable String value) {
		String clean = (value != null) ? normalized(value) : "";
		if (!clean.isEmpty()) {
			this.tags.put(key, clean);
		}
	}

	static String normalized(String value) {
		return value.replace(':', '_')
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^\\p{L}\\p{Nd}./-]+", "_")
			.replaceFirst("^[^\\p{L}\\p{Nd}./-]+", "")
			.replaceFirst("_+$", "");
	}

}
