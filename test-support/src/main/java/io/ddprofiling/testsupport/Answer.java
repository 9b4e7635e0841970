package io.ddprofiling.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A response of a {@link RecordingAgent}.
 *
 * @param status the status
 * @param headers the headers besides those of the transport
 * @param body the body
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

	static Answer of(int status) {
		return of(status, Map.of());
	}

	static Answer of(int status, Map<String, String> headers) {
		return new Answer(status, Map.copyOf(headers), new byte[0]);
	}

	static Answer json(String text) {
		return new Answer(200, Map.of("Content-Type", "application/json"), text.getBytes(StandardCharsets.UTF_8));
	}

}
