package io.ddprofiling;

/**
 * Thrown when a capture that would be possible otherwise cannot be had now; the message
 * says why and what helps.
 *
 * @since 0.1.0
 */
public class CaptureRefusedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final boolean exhausted;

	CaptureRefusedException(String reason, boolean exhausted) {
		super(reason);
		this.exhausted = exhausted;
	}

	/**
	 * Whether there are too many captures already, rather than one that is in the way.
	 * @return {@code true} if a capture has to be deleted first
	 */
	public boolean isExhausted() {
		return this.exhausted;
	}

}
