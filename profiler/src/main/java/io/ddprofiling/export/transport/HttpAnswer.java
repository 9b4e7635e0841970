package io.ddprofiling.export.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer.
 *
 * @param status the status code
 * @param body the first few kilobytes of the body, as UTF-8, or one character for each
 * byte of what is no text
 * @param retryAfter how long the server asks to be left alone, {@code null} if it does
 * not ask
 * @since 0.1.0
 */
public record HttpAnswer(int status, String body, @Nullable Duration retryAfter) {

	/**
	 * How much of a body is read, in bytes.
	 */
	static final int BODY_LIMIT = 16 * 1024;

	/**
	 * An answer of a server that does not ask to be left alone.
	 * @param status the status code
	 * @param body the first few kilobytes of the body, as UTF-8
	 */
	public HttpAnswer(int status, String body) {
		this(status, body, null);
	}

	/**
	 * Whether the server took the request.
	 * @return {@code true} for a status of 200 to 299
	 */
	public boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

	/**
	 * Whether the server may take the same request later.
	 * @return {@code true} for 408, 429 and 500 and above
	 */
	public boolean isTemporary() {
		return this.status == 408 || this.status == 429 || this.status >= 500;
	}

}
