package io.ddprofiling.testsupport;

import java.time.Instant;
import java.util.Map;

/**
 * A request as it arrived at a {@link RecordingAgent}.
 *
 * @param method the method
 * @param path the path, with the query if there is one
 * @param headers the headers with names in lower case, repeated ones joined by ", "
 * @param body the body without transfer coding
 * @param at the time when the body had arrived
 */
public record Received(String method, String path, Map<String, String> headers, byte[] body, Instant at) {

}
