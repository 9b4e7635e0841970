package io.ddprofiling;

/**
 * Thrown when a snapshot is asked for and nothing is being recorded; the message is the
 * reason the status gives.
 *
 * @since 0.1.0
 */
public class ProfilerUnavailableException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param reason why nothing is recorded
	 */
	public ProfilerUnavailableException(String reason) {
		super(reason);
	}

}
