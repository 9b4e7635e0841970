package io.ddprofiling.export.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on the wire: a request as bytes, and the head of an answer (RFC 9112).
 *
 * @param status the status code
 * @param head the status line and the header
 */
record HttpMessage(int status, String head) {

	private static final int HEAD_LIMIT = 64 * 1024;

	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?im)^content-length:[ \\t]*(\\d{1,18})[ \\t]*$");

	private static final Pattern RETRY_AFTER = Pattern.compile("(?im)^retry-after:[ \\t]*(.+?)[ \\t]*$");

	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

	private static final Pattern CHUNKED = Pattern.compile("(?im)^transfer-encoding:.*\\bchunked[ \\t]*$");

	private static final Pattern PROTOBUF = Pattern
		.compile("(?im)^content-type:[ \\t]*application/(?:x-protobuf|protobuf|octet-stream)\\b");

	static byte[] of(HttpRequest request, String host) {
		StringBuilder head = new StringBuilder(request.method()).append(' ')
			.append(request.path())
			.append(" HTTP/1.1\r\nHost: ")
			.append(host)
			.append("\r\nConnection: close\r\n");
		if (request.body().length > 0) {
			head.append("Content-Length: ").append(request.body().length).append("\r\n");
		}
		request.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
		ByteArrayOutputStream message = new ByteArrayOutputStream(start.length + request.body().length);
		message.writeBytes(start);
		message.writeBytes(request.body());
		return message.toByteArray();
	}

	// asks a proxy for a tunnel
	static byte[] connect(String server, @Nullable String authorization) {
		StringBuilder head = new StringBuilder("CONNECT ").append(server)
			.append(" HTTP/1.1\r\nHost: ")
			.append(server)
			.append("\r\n");
		if (authorization != null) {
			head.append("Proxy-Authorization: ").append(authorization).append("\r\n");
		}
		return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	static HttpMessage read(InputStream in) throws IOException {
		HttpMessage message = parse(readHead(in));
		// interim answers, which a server may send before the one that counts
		while (message.status < 200) {
			message = parse(readHead(in));
		}
		return message;
	}

	String body(InputStream in) throws IOException {
		Matcher length = CONTENT_LENGTH.matcher(this.head);
		long announced = length.find() ? Long.parseLong(length.group(1)) : Long.MAX_VALUE;
		byte[] body = CHUNKED.matcher(this.head).find() ? ChunkedBody.read(in, HttpAnswer.BODY_LIMIT)
				: in.readNBytes((int) Math.min(announced, HttpAnswer.BODY_LIMIT));
		return new String(body,
				PROTOBUF.matcher(this.head).find() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
	}

	// a number of seconds or a date
	@Nullable Duration retryAfter() {
		Matcher header = RETRY_AFTER.matcher(this.head);
		if (!header.find()) {
			return null;
		}
		String value = header.group(1);
		if (SECONDS.matcher(value).matches()) {
			return Duration.ofSeconds(Long.parseLong(value));
		}
		try {
			Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
			Duration wait = Duration.between(Instant.now(), then);
			return wait.isNegative() ? Duration.ZERO : wait;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static String readHead(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder(256);
		while (head.length() < HEAD_LIMIT && head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
			int next = in.read();
			if (next < 0) {
				break;
			}
			head.append((char) next);
		}
		return head.toString();
	}

	private static HttpMessage parse(String head) throws IOException {
		if (head.isEmpty()) {
			throw new IOException("The server closed the connection without an answer");
		}
		int end = head.indexOf("\r\n");
		Matcher status = STATUS_LINE.matcher((end >= 0) ? head.substring(0, end) : head);
		if (!status.matches()) {
			throw new IOException("The answer is not HTTP");
		}
		return new HttpMessage(Integer.parseInt(status.group(1)), head);
	}

}
