package io.ddprofiling.jfr;

import java.util.HashMap;
import java.util.Map;

import one.jfr.JfrClass;
import one.jfr.JfrReader;
import org.jspecify.annotations.Nullable;

/**
 * Where an event of a thread tells its time, its thread and its stack: time comes first,
 * and only numbers come before the others.
 *
 * @param duration whether the duration comes after the time
 * @param thread how many numbers come before the thread
 * @param stack how many numbers come before the stack, or {@link #NONE}
 * @param kind what more there is to know of it
 */
record EventLayout(boolean duration, int thread, int stack, Kind kind) {

	/**
	 * That there is no stack.
	 */
	static final int NONE = -1;

	/**
	 * The layouts of a chunk's events.
	 * @param ids the number of each type, by its name
	 * @param reader the chunk
	 * @return the layout of each type of event that is a sample of a thread, by the
	 * type's number
	 */
	static Map<Long, EventLayout> of(Map<String, Long> ids, JfrReader reader) {
		Map<Long, EventLayout> layouts = new HashMap<>();
		reader.typesByName.forEach((name, type) -> {
			Long id = ids.get(name);
			EventLayout layout = of(name, type);
			if (id != null && layout != null) {
				layouts.put(id, layout);
			}
		});
		return layouts;
	}

	private static @Nullable EventLayout of(String name, JfrClass type) {
		boolean sampled = type.field("sampledThread") != null;
		if (type.field("startTime") == null || !sampled && type.field("eventThread") == null) {
			return null;
		}
		return switch (name) {
			case "jdk.CPUTimeSample" -> new EventLayout(false, 2, 1, Kind.EVENT);
			// samples, too, though nobody knows of what
			case "jdk.CPUTimeSamplesLost" -> new EventLayout(false, 2, NONE, Kind.EVENT);
			default -> {
				boolean duration = !sampled && type.field("duration") != null;
				int thread = duration ? 2 : 1;
				yield (type.field("stackTrace") != null) ? new EventLayout(duration, thread, thread + 1, Kind.of(name))
						: null;
			}
		};
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
