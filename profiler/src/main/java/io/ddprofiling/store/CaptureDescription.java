package io.ddprofiling.store;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Properties;
import java.util.UUID;

import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.TimeWindow;
import org.jspecify.annotations.Nullable;

/**
 * The file in a capture's directory that tells what it is, beside its identity.
 */
final class CaptureDescription {

	static final String FILE = "capture";

	private static final String FORMAT = "1";

	private CaptureDescription() {
	}

	static void write(Path directory, Capture capture) throws IOException {
		Properties properties = new Properties();
		properties.setProperty("format", FORMAT);
		properties.setProperty("state", capture.state().name());
		properties.setProperty("start", capture.window().start().toString());
		properties.setProperty("end", capture.window().end().toString());
		properties.setProperty("begun", capture.begun().toString());
		properties.setProperty("type", capture.type().name());
		properties.setProperty("cause", capture.cause());
		put(properties, "interval", capture.interval());
		put(properties, "note", capture.note());
		StringWriter text = new StringWriter();
		properties.store(text, null);
		WholeFile.write(directory.resolve(FILE), text.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads a capture.
	 * @param directory its directory
	 * @param id its identifier
	 * @return the capture, or {@code null} if there is none that can be read
	 */
	static @Nullable Capture read(Path directory, UUID id) {
		Identity identity = RunIdentity.read(directory);
		Properties properties = new Properties();
		try (Reader in = Files.newBufferedReader(directory.resolve(FILE))) {
			properties.load(in);
			boolean known = FORMAT.equals(properties.getProperty("format"));
			return (known && identity != null) ? parse(properties, identity, id) : null;
		}
		catch (IOException | IllegalArgumentException | DateTimeParseException ex) {
			return null;
		}
	}

	private static Capture parse(Properties properties, Identity identity, UUID id) {
		String interval = properties.getProperty("interval");
		return new Capture(id, identity, Capture.State.valueOf(properties.getProperty("state", "")),
				new TimeWindow(instant(properties, "start"), instant(properties, "end")), instant(properties, "begun"),
				ProfileType.valueOf(properties.getProperty("type", "")),
				(interval != null) ? Long.valueOf(interval) : null, properties.getProperty("cause", ""), 0,
				properties.getProperty("note"));
	}

	private static Instant instant(Properties properties, String key) {
		return Instant.parse(properties.getProperty(key, ""));
	}

	private static void put(Properties properties, String key, @Nullable Object value) {
		if (value != null) {
			properties.setProperty(key, value.toString());
		}
	}

}
