package io.ddprofiling.spring;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What JMX shows of a profiler. It only tells.
 *
 * @since 0.1.0
 */
public interface ProfilerMXBean {

	/**
	 * The name of a {@link io.ddprofiling.ProfilerState}.
	 * @return the state
	 */
	String getState();

	/**
	 * Why the profiler does not record.
	 * @return the reason, {@code null} if it does
	 */
	@Nullable String getReason();

	/**
	 * When the state began.
	 * @return the time, as ISO 8601
	 */
	String getSince();

	/**
	 * What takes the samples.
	 * @return the engine's name and version, {@code null} if none was loaded
	 */
	@Nullable String getEngine();

	/**
	 * Whose profiles it makes.
	 * @return the service's name
	 */
	String getService();

	/**
	 * What is recorded.
	 * @return the ids of the types
	 */
	List<String> getTypes();

	/**
	 * Samples in finished windows, of all types.
	 * @return the number
	 */
	long getSamples();

	/**
	 * CPU time that profiling has used in the last minute, as a fraction of that of the
	 * process.
	 * @return 0 to 1, not a number if nothing has been measured
	 */
	double getOverhead();

	/**
	 * Size of the recordings that are kept.
	 * @return the bytes
	 */
	long getStoreBytes();

	/**
	 * Profiles that backends have taken.
	 * @return the number, of all exporters
	 */
	long getDelivered();

	/**
	 * Windows that wait for another try.
	 * @return the number, of all exporters
	 */
	int getPending();

	/**
	 * Recorded chunks and windows that were given up.
	 * @return the number, for all reasons
	 */
	long getDropped();

	/**
	 * What would make profiles more useful.
	 * @return the hints
	 */
	List<String> getHints();

	/**
	 * Settings that could not be used.
	 * @return the problems
	 */
	List<String> getProblems();

}
