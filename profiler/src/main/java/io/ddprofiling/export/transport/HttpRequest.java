package io.ddprofiling.export.transport;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP request whose body is complete before the connection is opened: the Datadog
 * Agent gives a client only five seconds to send it.
 *
 * @param method the method
 * @param path the path with its query
 * @param headers the headers, without those of the connection and the length
 * @param body the body, empty if there is none
 * @since 0.1.0
 */
public record HttpRequest(String method, String path, Map<String, String> headers, byte[] body) {

	public HttpRequest {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
	}

	/**
	 * A request for a resource.
	 * @param path the path with its query
	 * @return the request
	 */
	public static HttpRequest get(String path) {
		return new HttpRequest("GET", path, Map.of(), new byte[0]);
	}

}
