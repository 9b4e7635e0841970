package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.ddprofiling.encode.JsonWriter;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.Profile;

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

	private DatadogEvent() {
	}

	static byte[] of(ProfileWindow window, PayloadConvention convention) throws IOException {
		StringBuilder json = new StringBuilder(512);
		JsonWriter writer = new JsonWriter(json).beginObject()
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
			.value("4");
		writeEndpointCounts(window.profile(), writer);
		writeCustomAttributes(window.profile(), writer);
		writer.endObject();
		return json.toString().getBytes(StandardCharsets.UTF_8);
	}

	// of requests only: the names of other work are not for Datadog to know as endpoints
	private static void writeEndpointCounts(Profile profile, JsonWriter writer) throws IOException {
		List<Map.Entry<Endpoint, Long>> counts = profile.requests()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().web() && entry.getValue() > 0)
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
