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
	ALLOCATION(SampleType.ALLOCATED_OBJECTS, SampleType.ALLOCATED_SPACE);

	private final List<SampleType> sampleTypes;

	ProfileType(SampleType count, SampleType value) {
		this.sampleTypes = List.of(count, value);
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
	 * @return two columns
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
	 * @return the value column
	 */
	public SampleType value() {
		return this.sampleTypes.get(1);
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
