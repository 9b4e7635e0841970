package io.ddprofiling.export.datadog;

/**
 * When to upload.
 *
 * @since 0.1.0
 */
public enum UploadMode {

	/**
	 * When an agent is configured or found on this machine.
	 */
	AUTO,

	/**
	 * Always.
	 */
	ALWAYS,

	/**
	 * Never.
	 */
	NEVER

}
