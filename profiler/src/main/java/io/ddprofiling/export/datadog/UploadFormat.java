package io.ddprofiling.export.datadog;

/**
 * The payload of an upload.
 *
 * @since 0.1.0
 */
public enum UploadFormat {

	/**
	 * One pprof in the convention of Datadog's Python profiler.
	 */
	PPROF,

	/**
	 * The recording itself in the convention of Datadog's Java profiler.
	 */
	JFR

}
