package io.ddprofiling.export.transport;

import java.io.IOException;
import java.time.Duration;

/**
 * Sends single HTTP requests to one server. A connection is opened for each and closed
 * after it: between two uploads a minute passes, and the Datadog Agent closes idle
 * connections in less, which would lose every other upload to a race.
 *
 * @since 0.1.0
 */
public interface HttpTransport {

	/**
	 * Sends a request and waits for the answer.
	 * @param request the request
	 * @param timeout how long to wait for the connection and for the answer
	 * @return the answer, whatever its status
	 * @throws IOException if there is no answer, or none but that of a proxy that does
	 * not let the request through
	 */
	HttpAnswer send(HttpRequest request, Duration timeout) throws IOException;

	/**
	 * Why there was no answer, in words.
	 * @param failure what {@link #send} has thrown
	 * @param remedy what to do if the server cannot be reached
	 * @return the reason with a remedy, which is another one if it is for the proxy
	 */
	static String reason(IOException failure, String remedy) {
		return (failure instanceof ProxyRefusalException) ? String.valueOf(failure.getMessage())
				: failure + "; " + remedy;
	}

	/**
	 * Where requests go.
	 * @return the server's address, without user information
	 */
	String address();

}
