package io.ddprofiling.profile;

/**
 * A value column of a profile. Names follow pprof's customs and have no hyphen, because
 * some readers refuse those; exporters translate where a backend wants other names.
 *
 * @since 0.1.0
 */
public enum SampleType {

	/**
	 * CPU samples.
	 */
	CPU_SAMPLES("cpu_samples", Unit.COUNT),

	/**
	 * CPU time the samples stand for.
	 */
	CPU_TIME("cpu", Unit.NANOSECONDS),

	/**
	 * Wall-clock samples.
	 */
	WALL_SAMPLES("wall_samples", Unit.COUNT),

	/**
	 * Elapsed time the samples stand for.
	 */
	WALL_TIME("wall", Unit.NANOSECONDS),

	/**
	 * Estimated number of waits for a lock.
	 */
	LOCK_CONTENTIONS("contentions", Unit.COUNT),

	/**
	 * Estimated time spent waiting for locks.
	 */
	LOCK_DELAY("delay", Unit.NANOSECONDS),

	/**
	 * Estimated number of objects allocated.
	 */
	ALLOCATED_OBJECTS("alloc_objects", Unit.COUNT),

	/**
	 * Estimated bytes allocated.
	 */
	ALLOCATED_SPACE("alloc_space", Unit.BYTES),

	/**
	 * Estimated number of objects that survived.
	 */
	LIVE_OBJECTS("inuse_objects", Unit.COUNT),

	/**
	 * Estimated bytes of the objects that survived.
	 */
	LIVE_SPACE("inuse_space", Unit.BYTES),

	/**
	 * Estimated number of exceptions.
	 */
	EXCEPTIONS("exceptions", Unit.COUNT),

	/**
	 * Estimated number of waits for a lock of native code.
	 */
	NATIVE_LOCK_CONTENTIONS("native_contentions", Unit.COUNT),

	/**
	 * Estimated time spent waiting for locks of native code.
	 */
	NATIVE_LOCK_DELAY("native_delay", Unit.NANOSECONDS),

	/**
	 * Estimated number of allocations outside of the Java heap.
	 */
	NATIVE_ALLOCATIONS("native_alloc_objects", Unit.COUNT),

	/**
	 * Estimated bytes allocated outside of the Java heap.
	 */
	NATIVE_SPACE("native_alloc_space", Unit.BYTES),

	/**
	 * Number of reads and writes.
	 */
	IO_OPERATIONS("io_operations", Unit.COUNT),

	/**
	 * Time spent reading and writing.
	 */
	IO_TIME("io_time", Unit.NANOSECONDS);

	private final String id;

	private final Unit unit;

	SampleType(String id, Unit unit) {
		this.id = id;
		this.unit = unit;
	}

	/**
	 * The column's name.
	 * @return the name, for example {@code alloc_space}
	 */
	public String id() {
		return this.id;
	}

	/**
	 * The column's unit.
	 * @return the unit
	 */
	public Unit unit() {
		return this.unit;
	}

	/**
	 * A unit of a value column, spelt as pprof and Datadog spell it.
	 *
	 * @since 0.1.0
	 */
	public enum Unit {

		/**
		 * A number of events or objects.
		 */
		COUNT("count"),

		/**
		 * Time in nanoseconds.
		 */
		NANOSECONDS("nanoseconds"),

		/**
		 * Memory in bytes.
		 */
		BYTES("bytes");

		private final String id;

		Unit(String id) {
			this.id = id;
		}

		/**
		 * The unit's name.
		 * @return the name, for example {@code bytes}
		 */
		public String id() {
			return this.id;
		}

	}

}
