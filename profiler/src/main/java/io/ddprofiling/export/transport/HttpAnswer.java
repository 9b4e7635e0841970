package io.ddprofiling.export.transport;

/**
 * An HTTP answer.
 *
 * @param status the status code
 * @param body the first few kilobytes of the body, as UTF-8, or one character for each
 * byte of what is no text
 * @since 0.1.0
 */
public record HttpAnswer(int status, String body) {

	/**
	 * How much of a body is read, in bytes.
	 */
	static final int BODY_LIMIT = 16 * 1024;

	/**
	 * Whether the server took the request.
	 * @return {@code true} for a status of 200 to 299
	 */
	public boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

}
