package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.ddprofiling.encode.JsonWriter;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.datadog.DatadogTags.Snapshot;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.TimeWindow;

/**
 * The {@code event.json} of an upload, version 4 of the intake's event.
 */
final class DatadogEvent {

	/**
	 * As many endpoints as Datadog's own clients count.
	 */
	static final int MAX_ENDPOINTS = 8192;

	private static final Comparator<Map.Entry<Endpoint, Long>> MOST_FREQUENT_FIRST = Map.Entry
		.<Endpoint, Long>comparingByValue()
		.reversed()
		.thenComparing((entry) -> entry.getKey().name());

	private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

	private final DatadogSettings settings;

	DatadogEvent(DatadogSettings settings) {
		this.settings = settings;
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
			.value(DatadogTags.of(window.identity(), convention, snapshot))
			.name("process_tags")
			.value(ProcessTags.of(window.identity().runtime(), window.identity().service(),
					this.settings.userService()))
			.name("start")
			.value(TIME.format(time.start()))
			.name("end")
			.value(TIME.format(time.end()))
			.name("family")
			.value(convention.family())
			.name("version")
			.value("4");
		if (!time.start().isAfter(window.window().start().plusNanos(1))) {
			// once, however many parts there are
			writeEndpointCounts(window.profile(), json);
		}
		writeCustomAttributes(window.profile(), json);
		if (convention.format() == UploadFormat.PPROF) {
			// as the clients have them that send pprof; the Java client has neither
			json.name("internal").beginObject().endObject();
			new DatadogInfo(window).write(json.name("info"));
		}
		json.endObject();
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Whether the event tells something of a window in which nothing was sampled.
	 * @param profile what was read from the window
	 * @return {@code true} if there were requests
	 */
	static boolean hasEndpointCounts(Profile profile) {
		return profile.requests().entrySet().stream().anyMatch(DatadogEvent::isCounted);
	}

	// of requests only: the names of other work are not for Datadog to know as endpoints
	private static boolean isCounted(Map.Entry<Endpoint, Long> entry) {
		return entry.getKey().web() && entry.getValue() > 0;
	}

	private static void writeEndpointCounts(Profile profile, JsonWriter writer) throws IOException {
		List<Map.Entry<Endpoint, Long>> counts = profile.requests()
			.entrySet()
			.stream()
			.filter(DatadogEvent::isCounted)
			.sorted(MOST_FREQUENT_FIRST)
			.limit(MAX_ENDPOINTS)
			.toList();
		if (!counts.isEmpty()) {
			writer.name("endpoint_counts").beginObject();
			for (Map.Entry<Endpoint, Long> count : counts) {
				writer.name(count.getKey().name()).value(count.getValue());
			}
			writer.endObject();
		}
	}

	// labels the user interface has no names of its own for
	private static void writeCustomAttributes(Profile profile, JsonWriter writer) throws IOException {
		Set<String> names = new TreeSet<>();
		for (int row = 0; row < profile.rows(); row++) {
			for (Label label : profile.labels(row)) {
				if (label.attribute() != null) {
					names.add(label.attribute());
				}
			}
		}
		if (!names.isEmpty()) {
			writer.name("custom_attributes").beginArray();
			for (String name : names) {
				writer.value(name);
			}
			writer.endArray();
		}
	}

}
