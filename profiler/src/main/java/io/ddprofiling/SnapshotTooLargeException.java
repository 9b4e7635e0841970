package io.ddprofiling;

/**
 * Thrown when a {@link Snapshot} is too large for the form in which it is wanted; a
 * shorter one may do.
 *
 * @since 0.1.0
 */
public class SnapshotTooLargeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	SnapshotTooLargeException(String message) {
		super(message);
	}

}
