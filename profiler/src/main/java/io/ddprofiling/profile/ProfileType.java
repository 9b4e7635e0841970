package io.ddprofiling.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A kind of profile: what is sampled, and the value columns a sample of it carries.
 *
 * @since 0.1.0
 */
public enum ProfileType {

	/**
	 * Time on a processor.
	 */
	CPU(SampleType.CPU_SAMPLES, SampleType.CPU_TIME),

	/**
	 * Elapsed time, whether running or waiting.
	 */
	WALL(SampleType.WALL_SAMPLES, SampleType.WALL_TIME),

	/**
	 * Waits for Java monitors and {@code java.util.concurrent} locks.
	 */
	LOCK(SampleType.LOCK_CONTENTIONS, SampleType.LOCK_DELAY),

	/**
	 * Objects and bytes allocated on the Java heap.
	 */
	ALLOCATION(SampleType.ALLOCATED_OBJECTS, SampleType.ALLOCATED_SPACE),

	/**
	 * Objects and bytes on the Java heap that survived a garbage collection.
	 */
	LIVE_HEAP(SampleType.LIVE_OBJECTS, SampleType.LIVE_SPACE),

	/**
	 * Exceptions and errors that were created, whether thrown further or caught.
	 */
	EXCEPTION(SampleType.EXCEPTIONS),

	/**
	 * Waits for locks of native code.
	 */
	NATIVE_LOCK(SampleType.NATIVE_LOCK_CONTENTIONS, SampleType.NATIVE_LOCK_DELAY),

	/**
	 * Blocks and bytes allocated outside of the Java heap.
	 */
	NATIVE_MEMORY(SampleType.NATIVE_ALLOCATIONS, SampleType.NATIVE_SPACE),

	/**
	 * Reads and writes of files and sockets.
	 */
	IO(SampleType.IO_OPERATIONS, SampleType.IO_TIME);

	private final List<SampleType> sampleTypes;

	ProfileType(SampleType... sampleTypes) {
		this.sampleTypes = List.of(sampleTypes);
	}

	/**
	 * The name used in URLs, property keys and tags.
	 * @return the lower-case name, for example {@code cpu}
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * The value columns of this type, the count first.
	 * @return one or two columns
	 */
	public List<SampleType> sampleTypes() {
		return this.sampleTypes;
	}

	/**
	 * The column that tells how many events a sample stands for.
	 * @return the count column
	 */
	public SampleType count() {
		return this.sampleTypes.get(0);
	}

	/**
	 * The column that tells how much time or memory a sample stands for.
	 * @return the value column, the {@link #count()} of a type that has no other
	 */
	public SampleType value() {
		return this.sampleTypes.get(this.sampleTypes.size() - 1);
	}

	/**
	 * Finds the type a column belongs to.
	 * @param column the column
	 * @return the type
	 */
	public static ProfileType of(SampleType column) {
		return Arrays.stream(values()).filter((type) -> type.sampleTypes.contains(column)).findFirst().orElseThrow();
	}

	/**
	 * Finds a type by its {@link #id()}.
	 * @param id the name, in any case
	 * @return the type
	 * @throws IllegalArgumentException if there is no such type; the message lists those
	 * there are
	 */
	public static ProfileType of(String id) {
		String wanted = id.trim().toLowerCase(Locale.ROOT);
		return Arrays.stream(values())
			.filter((type) -> type.id().equals(wanted))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"Unknown profile type, one of " + Arrays.stream(values()).map(ProfileType::id).toList()));
	}

}
