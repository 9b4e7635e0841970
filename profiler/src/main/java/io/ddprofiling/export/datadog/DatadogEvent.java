package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.ddprofiling.encode.JsonWriter;
import io.ddprofiling.export.ProfileWindow;

/**
 * The {@code event.json} of an upload, version 4 of the intake's event.
 */
final class DatadogEvent {

	private DatadogEvent() {
	}

	static byte[] of(ProfileWindow window, PayloadConvention convention) throws IOException {
		StringBuilder json = new StringBuilder(512);
		new JsonWriter(json).beginObject()
			.name("attachments")
			.beginArray()
			.value(convention.fileName())
			.endArray()
			.name("tags_profiler")
			.value(DatadogTags.of(window.identity(), convention))
			.name("start")
			.value(window.window().start().toString())
			.name("end")
			.value(window.window().end().toString())
			.name("family")
			.value(convention.family())
			.name("version")
			.value("4")
			.endObject();
		return json.toString().getBytes(StandardCharsets.UTF_8);
	}

}
