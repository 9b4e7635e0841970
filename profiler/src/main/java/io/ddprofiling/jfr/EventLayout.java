package io.ddprofiling.jfr;

import java.util.HashMap;
import java.util.Map;

import one.jfr.JfrReader;

/**
 * Where an event that has a stack tells its time and its thread: time comes first, and
 * only numbers come before the thread.
 *
 * @param thread how many numbers come before the thread
 * @param kind what more there is to know of it
 */
record EventLayout(int thread, Kind kind) {

	/**
	 * The layouts of a chunk's events.
	 * @param ids the number of each type, by its name
	 * @param reader the chunk
	 * @return the layout of each type of event with a stack and a thread, by the type's
	 * number
	 */
	static Map<Long, EventLayout> of(Map<String, Long> ids, JfrReader reader) {
		Map<Long, EventLayout> layouts = new HashMap<>();
		reader.typesByName.forEach((name, type) -> {
			Long id = ids.get(name);
			if (id != null && type.field("startTime") != null && type.field("stackTrace") != null) {
				if (type.field("sampledThread") != null) {
					layouts.put(id, new EventLayout(1, Kind.of(name)));
				}
				else if (type.field("eventThread") != null) {
					int thread = (type.field("duration") != null || name.equals("jdk.CPUTimeSample")) ? 2 : 1;
					layouts.put(id, new EventLayout(thread, Kind.of(name)));
				}
			}
		});
		return layouts;
	}

	/**
	 * What an event tells.
	 */
	enum Kind {

		/**
		 * What a thread did.
		 */
		EVENT,

		/**
		 * What a thread did for some time, at regular moments.
		 */
		WALL_CLOCK,

		/**
		 * That an object lives which the thread created some time before.
		 */
		OBJECT;

		static Kind of(String type) {
			return switch (type) {
				case "profiler.WallClockSample" -> WALL_CLOCK;
				case "profiler.LiveObject", "jdk.OldObjectSample" -> OBJECT;
				default -> EVENT;
			};
		}

	}

}
