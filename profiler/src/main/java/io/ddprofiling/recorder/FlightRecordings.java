package io.ddprofiling.recorder;

import java.util.List;

import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/**
 * The running recordings of the JDK's flight recorder that are not ours.
 */
final class FlightRecordings {

	private FlightRecordings() {
	}

	/**
	 * Names them, without setting up the flight recorder where nobody uses it.
	 * @return the names
	 */
	static List<String> running() {
		try {
			return Recordings.names();
		}
		catch (LinkageError ex) {
			// a runtime image without the module jdk.jfr
			return List.of();
		}
	}

	/**
	 * Whether one of all records an event.
	 * @param event the name of the event
	 * @return {@code false} also where there is no flight recorder
	 */
	static boolean have(String event) {
		try {
			return Recordings.have(event);
		}
		catch (LinkageError ex) {
			// a runtime image without the module jdk.jfr
			return false;
		}
	}

	/**
	 * Apart, because the module may be missing.
	 */
	private static final class Recordings {

		private Recordings() {
		}

		static boolean have(String event) {
			return FlightRecorder.isInitialized() && FlightRecorder.getFlightRecorder()
				.getRecordings()
				.stream()
				.filter((recording) -> recording.getState() == RecordingState.RUNNING)
				.anyMatch((recording) -> "true".equals(recording.getSettings().get(event + "#enabled")));
		}

		static List<String> names() {
			if (!FlightRecorder.isInitialized()) {
				return List.of();
			}
			return FlightRecorder.getFlightRecorder()
				.getRecordings()
				.stream()
				.filter((recording) -> recording.getState() == RecordingState.RUNNING)
				.map(Recording::getName)
				.filter((name) -> !name.equals(FlightRecording.NAME))
				.toList();
		}

	}

}
