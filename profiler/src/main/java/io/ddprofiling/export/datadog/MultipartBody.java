package io.ddprofiling.export.datadog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A {@code multipart/form-data} body built in memory (RFC 7578).
 */
final class MultipartBody {

	private final String boundary = "ddprofiling-" + UUID.randomUUID();

	private final ByteArrayOutputStream content = new ByteArrayOutputStream();

	MultipartBody part(String name, String fileName, String contentType, byte[] body) {
		ascii("--" + this.boundary + "\r\n");
		ascii("Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName + "\"\r\n");
		ascii("Content-Type: " + contentType + "\r\n\r\n");
		this.content.writeBytes(body);
		ascii("\r\n");
		return this;
	}

	String contentType() {
		return "multipart/form-data; boundary=" + this.boundary;
	}

	byte[] finish() {
		ascii("--" + this.boundary + "--\r\n");
		return this.content.toByteArray();
	}

	private void ascii(String text) {
		this.content.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
	}

}
