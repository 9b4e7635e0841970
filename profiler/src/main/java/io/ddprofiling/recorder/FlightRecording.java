package io.ddprofiling.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.ValueDescriptor;

/**
 * A recording of the Flight Recorder's that is emptied now and then.
 */
final class FlightRecording {

	static final String NAME = "ddprofiling";

	private static final String STRING = "java.lang.String";

	/**
	 * Other events have names that only look like texts.
	 */
	private static final Set<String> WITH_TEXTS = Set.of("jdk.JavaExceptionThrow", "jdk.FileRead", "jdk.FileWrite",
			"jdk.SocketRead", "jdk.SocketWrite");

	private final Recording recording;

	private final FlightRecorderChunks chunks;

	private FlightRecording(Recording recording, FlightRecorderChunks chunks) {
		this.recording = recording;
		this.chunks = chunks;
	}

	static void requireAvailable() throws RecorderException {
		if (!FlightRecorder.isAvailable()) {
			throw new RecorderException("The Flight Recorder of this JVM is switched off; take -XX:-FlightRecorder"
					+ " away or set dd.profiling.engine=async-profiler");
		}
	}

	/**
	 * What can be recorded.
	 * @return the names of the events, each with the names of its settings
	 */
	static Map<String, Set<String>> events() {
		Map<String, Set<String>> events = new HashMap<>();
		for (EventType event : FlightRecorder.getFlightRecorder().getEventTypes()) {
			events.put(event.getName(),
					event.getSettingDescriptors()
						.stream()
						.map(SettingDescriptor::getName)
						.collect(Collectors.toUnmodifiableSet()));
		}
		return events;
	}

	// Written to disk as it goes, a recording ends the JVM when the disk is full. In
	// memory it does not, and needs no more disk than what is taken from it.
	static FlightRecording start(Map<String, Map<String, String>> events) {
		long before = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
		Recording recording = new Recording();
		try {
			recording.setName(NAME);
			recording.setToDisk(false);
			recording.setSettings(flat(events));
			recording.start();
			return new FlightRecording(recording, chunks(events.keySet(), before));
		}
		catch (RuntimeException | LinkageError ex) {
			recording.close();
			throw ex;
		}
	}

	void change(Map<String, Map<String, String>> events) {
		this.recording.setSettings(flat(events));
	}

	/**
	 * Ends the present chunk and writes it, with those that were ended since the last
	 * time.
	 * @param out where to write the chunks
	 * @throws IOException if there is nothing or it cannot be written
	 */
	void drainTo(OutputStream out) throws IOException {
		try (Recording snapshot = FlightRecorder.getFlightRecorder().takeSnapshot();
				InputStream content = snapshot.getStream(this.chunks.newest(), null)) {
			if (content == null || this.chunks.append(content, out) == 0) {
				throw new IOException("the Flight Recorder gives no events; did somebody stop its recordings?");
			}
		}
	}

	void close() {
		this.recording.close();
	}

	private static FlightRecorderChunks chunks(Set<String> wanted, long newest) {
		Map<Long, EventTexts> texts = new HashMap<>();
		long stringType = 0;
		for (EventType event : FlightRecorder.getFlightRecorder().getEventTypes()) {
			boolean hasTexts = WITH_TEXTS.contains(event.getName());
			if (hasTexts) {
				stringType = event.getFields().get(firstText(event)).getTypeId();
			}
			if (wanted.contains(event.getName())) {
				texts.put(event.getId(), hasTexts ? texts(event) : EventTexts.NONE);
			}
		}
		return new FlightRecorderChunks(texts, stringType, newest);
	}

	// what comes before the texts are numbers, and the texts are next to one another
	private static EventTexts texts(EventType event) {
		int first = firstText(event);
		return new EventTexts(first, types(event).lastIndexOf(STRING) + 1 - first);
	}

	private static int firstText(EventType event) {
		return types(event).indexOf(STRING);
	}

	private static List<String> types(EventType event) {
		return event.getFields().stream().map(ValueDescriptor::getTypeName).toList();
	}

	private static Map<String, String> flat(Map<String, Map<String, String>> events) {
		Map<String, String> flat = new HashMap<>();
		events.forEach((event, settings) -> {
			flat.put(event + "#enabled", "true");
			settings.forEach((name, value) -> flat.put(event + "#" + name, value));
		});
		return flat;
	}

}
