package io.ddprofiling.jfr;

import java.util.Map;

import one.jfr.JfrClass;
import one.jfr.JfrReader;
import one.jfr.event.Event;

/**
 * Events of the JDK's that {@link JfrReader} does not know. It makes them with the
 * constructor that reads the fields, which differ between versions of the JDK.
 */
final class JdkEvents {

	private static final String EXCEPTION_THROW = "jdk.JavaExceptionThrow";

	private static final String EXCEPTION_STATISTICS = "jdk.ExceptionStatistics";

	private static final String SAMPLES_LOST = "jdk.CPUTimeSamplesLost";

	private static final String OLD_OBJECT_SAMPLE = "jdk.OldObjectSample";

	private static final Map<String, Class<? extends Event>> TYPES = Map.of(EXCEPTION_THROW, ExceptionThrow.class,
			EXCEPTION_STATISTICS, ExceptionStatistics.class, SAMPLES_LOST, SamplesLost.class, OLD_OBJECT_SAMPLE,
			OldObjectSample.class, "jdk.FileRead", Transfer.class, "jdk.FileWrite", Transfer.class, "jdk.SocketRead",
			Transfer.class, "jdk.SocketWrite", Transfer.class);

	private JdkEvents() {
	}

	static void register(JfrReader reader) {
		TYPES.forEach(reader::registerEvent);
	}

	private static boolean has(JfrReader reader, String event, String field) {
		JfrClass type = reader.typesByName.get(event);
		return type != null && type.field(field) != null;
	}

	private static long skip(JfrReader reader, String event, String field, long value) {
		if (has(reader, event, field)) {
			reader.getVarlong();
		}
		return value;
	}

	/**
	 * An exception that was created.
	 */
	public static final class ExceptionThrow extends Event {

		final int classId;

		/**
		 * Reads an event.
		 * @param reader where to read from
		 */
		public ExceptionThrow(JfrReader reader) {
			super(skip(reader, EXCEPTION_THROW, "duration", reader.getVarlong()), reader.getVarint(),
					reader.getVarint());
			// the message
			reader.getString();
			this.classId = reader.getVarint();
		}

	}

	/**
	 * How many exceptions were created since the JVM started.
	 */
	public static final class ExceptionStatistics extends Event {

		final long throwables;

		/**
		 * Reads an event.
		 * @param reader where to read from
		 */
		public ExceptionStatistics(JfrReader reader) {
			super(reader.getVarlong(), 0, 0);
			skip(reader, EXCEPTION_STATISTICS, "duration", 0);
			skip(reader, EXCEPTION_STATISTICS, "eventThread", 0);
			skip(reader, EXCEPTION_STATISTICS, "stackTrace", 0);
			this.throwables = reader.getVarlong();
		}

	}

	/**
	 * CPU time samples there was no room for.
	 */
	public static final class SamplesLost extends Event {

		final int samples;

		/**
		 * Reads an event.
		 * @param reader where to read from
		 */
		public SamplesLost(JfrReader reader) {
			this(reader.getVarlong(), reader.getVarint(), reader.getVarint());
		}

		private SamplesLost(long time, int samples, int tid) {
			super(time, tid, 0);
			this.samples = samples;
		}

	}

	/**
	 * An object that is alive.
	 */
	public static final class OldObjectSample extends Event {

		final long allocationTime;

		final long heapUsage;

		/**
		 * Reads an event.
		 * @param reader where to read from
		 */
		public OldObjectSample(JfrReader reader) {
			super(skip(reader, OLD_OBJECT_SAMPLE, "duration", reader.getVarlong()), reader.getVarint(),
					reader.getVarint());
			this.allocationTime = reader.getVarlong();
			skip(reader, OLD_OBJECT_SAMPLE, "objectSize", 0);
			skip(reader, OLD_OBJECT_SAMPLE, "objectAge", 0);
			this.heapUsage = reader.getVarlong();
		}

	}

	/**
	 * A read or write of a file or socket.
	 */
	public static final class Transfer extends Event {

		final long duration;

		/**
		 * Reads an event.
		 * @param reader where to read from
		 */
		public Transfer(JfrReader reader) {
			this(reader.getVarlong(), reader.getVarlong(), reader.getVarint(), reader.getVarint());
		}

		private Transfer(long time, long duration, int tid, int stackTraceId) {
			super(time, tid, stackTraceId);
			this.duration = duration;
		}

	}

}
