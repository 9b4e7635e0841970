package io.ddprofiling.store;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

import io.ddprofiling.profile.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The file in a run's directory that tells whose recordings these are, and in which
 * version of the format they are described.
 */
final class RunIdentity {

	static final String FILE = "identity";

	private static final String FORMAT = "1";

	private RunIdentity() {
	}

	static void write(Path directory, Identity identity) throws IOException {
		Properties properties = new Properties();
		properties.setProperty("format", FORMAT);
		put(properties, "service", identity.service());
		put(properties, "env", identity.env());
		put(properties, "version", identity.version());
		put(properties, "host", identity.host());
		put(properties, "runtime-id", identity.runtimeId());
		put(properties, "process-id", Long.toString(identity.processId()));
		int count = 0;
		for (Map.Entry<String, String> tag : identity.tags().entrySet()) {
			count++;
			put(properties, "tag." + count + ".key", tag.getKey());
			put(properties, "tag." + count + ".value", tag.getValue());
		}
		RunRuntime.put(identity.runtime(), properties);
		StringWriter text = new StringWriter();
		properties.store(text, null);
		WholeFile.write(directory.resolve(FILE), text.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads the identity of a run.
	 * @param directory the run's directory
	 * @return the identity, or {@code null} if there is none that can be read
	 */
	static @Nullable Identity read(Path directory) {
		Properties properties = new Properties();
		try (Reader in = Files.newBufferedReader(directory.resolve(FILE))) {
			properties.load(in);
			return FORMAT.equals(properties.getProperty("format")) ? parse(properties) : null;
		}
		catch (IOException | IllegalArgumentException | DateTimeException ex) {
			return null;
		}
	}

	private static @Nullable Identity parse(Properties properties) {
		String service = properties.getProperty("service");
		String host = properties.getProperty("host");
		String runtimeId = properties.getProperty("runtime-id");
		if (service == null || host == null || runtimeId == null) {
			return null;
		}
		Map<String, String> tags = new LinkedHashMap<>();
		for (int i = 1; properties.containsKey("tag." + i + ".key"); i++) {
			tags.put(Objects.requireNonNull(properties.getProperty("tag." + i + ".key")),
					properties.getProperty("tag." + i + ".value", ""));
		}
		return new Identity(service, properties.getProperty("env"), properties.getProperty("version"), host, runtimeId,
				Long.parseLong(properties.getProperty("process-id", "0")), tags, RunRuntime.of(properties));
	}

	private static void put(Properties properties, String key, @Nullable String value) {
		if (value != null) {
			properties.setProperty(key, value);
		}
	}

}
