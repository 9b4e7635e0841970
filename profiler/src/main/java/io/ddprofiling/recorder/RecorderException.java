package io.ddprofiling.recorder;

/**
 * Thrown when recording is not possible or was broken off; the message names the cause
 * and the remedy.
 *
 * @since 0.1.0
 */
public class RecorderException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message the cause and the remedy
	 */
	public RecorderException(String message) {
		super(message);
	}

	/**
	 * Creates an exception with a cause.
	 * @param message the cause and the remedy
	 * @param cause what was thrown
	 */
	public RecorderException(String message, Throwable cause) {
		super(message, cause);
	}

}
