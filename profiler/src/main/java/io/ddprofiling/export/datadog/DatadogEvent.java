package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

import io.ddprofiling.encode.JsonWriter;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.datadog.DatadogTags.Snapshot;
import io.ddprofiling.profile.TimeWindow;

/**
 * The {@code event.json} of an upload, version 4 of the intake's event.
 */
final class DatadogEvent {

	private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

	private final DatadogSettings settings;

	private final RuntimeDetails runtime;

	DatadogEvent(DatadogSettings settings, RuntimeDetails runtime) {
		this.settings = settings;
		this.runtime = runtime;
	}

	/**
	 * Writes the event.
	 * @param window the window
	 * @param time the part of the window's time that the attachment covers
	 * @param snapshot why the upload is made
	 * @return the JSON
	 * @throws IOException never
	 */
	byte[] of(ProfileWindow window, TimeWindow time, Snapshot snapshot) throws IOException {
		PayloadConvention convention = this.settings.payload();
		StringBuilder text = new StringBuilder(1024);
		JsonWriter json = new JsonWriter(text).beginObject()
			.name("attachments")
			.beginArray()
			.value(convention.fileName())
			.endArray()
			.name("tags_profiler")
			.value(DatadogTags.of(window.identity(), convention, this.runtime, snapshot))
			.name("process_tags")
			.value(ProcessTags.of(this.runtime, window.identity().service(), this.settings.userService()))
			.name("start")
			.value(TIME.format(time.start()))
			.name("end")
			.value(TIME.format(time.end()))
			.name("family")
			.value(convention.family())
			.name("version")
			.value("4");
		if (convention.format() == UploadFormat.PPROF) {
			// as the clients have them that send pprof; the Java client has neither
			json.name("internal").beginObject().endObject();
			new DatadogInfo(window, this.runtime).write(json.name("info"));
		}
		json.endObject();
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

}
