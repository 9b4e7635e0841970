package io.ddprofiling.profile;

/**
 * What took the samples of a recording; the same events mean different things in theirs.
 *
 * @since 0.1.0
 */
public enum Sampler {

	/**
	 * async-profiler.
	 */
	ASYNC_PROFILER,

	/**
	 * The JDK's Flight Recorder.
	 */
	FLIGHT_RECORDER

}
