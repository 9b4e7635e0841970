package io.ddprofiling.export.transport;

import java.io.IOException;

/**
 * A proxy does not let a request through. That is trouble on the way to the server, of
 * which nothing was heard.
 */
final class ProxyRefusalException extends IOException {

	private static final long serialVersionUID = 1L;

	private static final int AUTHENTICATION_REQUIRED = 407;

	private final int status;

	ProxyRefusalException(HttpProxy proxy, int status) {
		super("The proxy " + proxy + " opened no connection: HTTP " + status
				+ ((status == AUTHENTICATION_REQUIRED) ? remedy(proxy) : ""));
		this.status = status;
	}

	/**
	 * Whether the proxy asks who is there.
	 * @return {@code true} for 407
	 */
	boolean isQuestion() {
		return this.status == AUTHENTICATION_REQUIRED;
	}

	static boolean isQuestion(HttpAnswer answer) {
		return answer.status() == AUTHENTICATION_REQUIRED;
	}

	private static String remedy(HttpProxy proxy) {
		String problem = proxy.hasCredentials() ? ", it does not accept the credentials: check"
				: ", it wants to know who is there: set";
		return problem + " dd.profiling.proxy.username and .password; the Basic scheme is the only one that is"
				+ " supported";
	}

}
