package io.ddprofiling.recorder;

/**
 * Thrown when a recording was made and is not on disk as it should be: the engine works,
 * where it writes to does not.
 */
final class BrokenRecordingException extends RecorderException {

	private static final long serialVersionUID = 1L;

	BrokenRecordingException(String message) {
		super(message);
	}

	BrokenRecordingException(String message, Throwable cause) {
		super(message, cause);
	}

}
