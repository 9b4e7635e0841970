package io.ddprofiling.testsupport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The recorded upload under {@code datadog-example}.
 */
final class Example {

	private Example() {
	}

	static byte[] file(String name) {
		try (InputStream input = Example.class.getResourceAsStream("/datadog-example/" + name)) {
			return input.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Received request() {
		try {
			return new HttpRequestReader(new ByteArrayInputStream(file("request.http"))).read().orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
