package io.ddprofiling.export.datadog;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.ddprofiling.profile.RuntimeDetails;
import org.jspecify.annotations.Nullable;

/**
 * The {@code process_tags} of an upload: what was started, and from where. Arguments are
 * not looked at, as they may hold secrets.
 */
final class ProcessTags {

	private final Map<String, String> tags = new TreeMap<>();

	private ProcessTags() {
	}

	static String of(RuntimeDetails runtime, String service, boolean userService) {
		ProcessTags tags = new ProcessTags();
		String entryPoint = runtime.entryPoint();
		if (entryPoint.endsWith(".jar")) {
			tags.putJar(entryPoint, runtime.workingDirectory());
		}
		else if (!entryPoint.isEmpty()) {
			tags.put("entrypoint.name", entryPoint.substring(entryPoint.indexOf('/') + 1));
			tags.put("entrypoint.type", "class");
		}
		tags.putPath("entrypoint.workdir", runtime.workingDirectory(), "");
		tags.put(userService ? "svc.user" : "svc.auto", userService ? "true" : service);
		return tags.tags.entrySet()
			.stream()
			.map((tag) -> tag.getKey() + ":" + tag.getValue())
			.collect(Collectors.joining(","));
	}

	private void putJar(String jar, String workingDirectory) {
		put("entrypoint.type", "jar");
		putPath("entrypoint.name", workingDirectory, jar);
		put("entrypoint.name", this.tags.getOrDefault("entrypoint.name", "").replaceFirst("\\.jar$", ""));
		putPath("entrypoint.basedir", workingDirectory, jar + "/..");
	}

	// the last part of it
	private void putPath(String key, String directory, String relative) {
		try {
			Path name = Path.of(directory).resolve(relative).normalize().getFileName();
			put(key, (name != null) ? name.toString() : null);
		}
		catch (InvalidPathException ex) {
			// a name that is no path is left out
		}
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
