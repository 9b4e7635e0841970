package io.ddprofiling.testsupport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The example of an upload in the description of Datadog's format.
 */
public final class DatadogExample {

	private DatadogExample() {
	}

	/**
	 * Return the request as an agent receives it.
	 * @return the request
	 */
	public static Received request() {
		try {
			return new HttpRequestReader(new ByteArrayInputStream(file("request.http"))).read().orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static byte[] file(String name) {
		try (InputStream input = DatadogExample.class.getResourceAsStream("/datadog-example/" + name)) {
			return input.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
