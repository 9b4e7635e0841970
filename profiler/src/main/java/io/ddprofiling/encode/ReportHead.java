package io.ddprofiling.encode;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Profile;
import org.jspecify.annotations.Nullable;

/**
 * Says whose profile a report is about, and of which time.
 */
final class ReportHead {

	private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
		.withZone(ZoneOffset.UTC);

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

	private ReportHead() {
	}

	static void writeIdentity(Identity identity, JsonWriter json) throws IOException {
		json.name("service").value(identity.service());
		write("env", identity.env(), json);
		write("version", identity.version(), json);
	}

	static void writeWindow(Profile profile, JsonWriter json) throws IOException {
		json.name("start").value(profile.window().start().toString());
		json.name("end").value(profile.window().end().toString());
		json.name("recordedSeconds").value(profile.recorded().toNanos() / 1e9);
	}

	static String identity(Identity identity) {
		StringBuilder text = new StringBuilder(MarkdownText.code(identity.service()));
		if (identity.version() != null) {
			text.append(" ").append(MarkdownText.code(identity.version()));
		}
		if (identity.env() != null) {
			text.append(" in ").append(MarkdownText.code(identity.env()));
		}
		return text.toString();
	}

	static String window(Profile profile) {
		Instant start = profile.window().start();
		Instant end = profile.window().end();
		return DAY_AND_TIME.format(start) + " to " + TIME.format(end) + " UTC, "
				+ String.format(Locale.ROOT, "%.1f s recorded", profile.recorded().toMillis() / 1000.0);
	}

	private static void write(String name, @Nullable String value, JsonWriter json) throws IOException {
		if (value != null) {
			json.name(name).value(value);
		}
	}

}
