package io.ddprofiling.testsupport;

import java.nio.charset.StandardCharsets;

/**
 * The recorded upload under {@code datadog-example}.
 */
final class Example {

	private Example() {
	}

	static byte[] file(String name) {
		return DatadogExample.file(name);
	}

	static Received request() {
		return DatadogExample.request();
	}

	/**
	 * Return the request with a change to its body.
	 */
	static Received requestWith(String original, String replacement) {
		Received request = request();
		String body = new String(request.body(), StandardCharsets.ISO_8859_1);
		if (!body.contains(original)) {
			throw new IllegalArgumentException(original);
		}
		byte[] changed = body.replace(original, replacement).getBytes(StandardCharsets.ISO_8859_1);
		return new Received(request.method(), request.path(), request.headers(), changed, request.at());
	}

}
