package io.ddprofiling.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Strict reader of one HTTP/1.1 request, used by {@link UnixSocketAgent}.
 */
final class HttpRequestReader {

	private static final int MAX_LINE = 64 * 1024;

	private final InputStream input;

	HttpRequestReader(InputStream input) {
		this.input = input;
	}

	Optional<Received> read() throws IOException {
		String line = readLine();
		if (line == null) {
			return Optional.empty();
		}
		String[] request = line.split(" ", -1);
		require(request.length == 3 && request[2].equals("HTTP/1.1"), "request line '%s'", line);
		Map<String, String> headers = readHeaders();
		require(headers.containsKey("host"), "no host in '%s'", headers.keySet());
		return Optional.of(new Received(request[0], request[1], headers, readBody(headers), Instant.now()));
	}

	private Map<String, String> readHeaders() throws IOException {
		Map<String, String> headers = new TreeMap<>();
		String line = readLineOrFail();
		while (!line.isEmpty()) {
			int colon = line.indexOf(':');
			require(colon > 0 && line.substring(0, colon).strip().length() == colon, "header '%s'", line);
			headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(),
					(first, second) -> first + ", " + second);
			line = readLineOrFail();
		}
		return headers;
	}

	private byte[] readBody(Map<String, String> headers) throws IOException {
		String coding = headers.get("transfer-encoding");
		String length = headers.get("content-length");
		if (coding != null) {
			require(coding.equals("chunked") && length == null, "transfer coding '%s'", coding);
			return readChunks();
		}
		return (length != null) ? readBytes(number(length, 10)) : new byte[0];
	}

	private byte[] readChunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int size = number(readLineOrFail().replaceFirst(";.*", ""), 16);
		while (size > 0) {
			body.write(readBytes(size));
			require(readLineOrFail().isEmpty(), "chunk longer than its %s bytes", String.valueOf(size));
			size = number(readLineOrFail().replaceFirst(";.*", ""), 16);
		}
		readHeaders();
		return body.toByteArray();
	}

	private byte[] readBytes(int length) throws IOException {
		byte[] bytes = this.input.readNBytes(length);
		require(bytes.length == length, "end of stream instead of %s bytes", String.valueOf(length));
		return bytes;
	}

	private String readLineOrFail() throws IOException {
		String line = readLine();
		if (line == null) {
			throw new ProtocolException("end of stream instead of a line");
		}
		return line;
	}

	private @Nullable String readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		int next = this.input.read();
		if (next == -1) {
			return null;
		}
		while (next != '\r') {
			require(next != -1 && next != '\n' && line.size() < MAX_LINE, "line '%s'", line.toString());
			line.write(next);
			next = this.input.read();
		}
		require(this.input.read() == '\n', "line '%s'", line.toString());
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	private static int number(String text, int radix) throws ProtocolException {
		try {
			return Integer.parseUnsignedInt(text, radix);
		}
		catch (NumberFormatException ex) {
			throw new ProtocolException("length '" + text + "'");
		}
	}

	private static void require(boolean condition, String message, Object argument) throws ProtocolException {
		if (!condition) {
			throw new ProtocolException(message.formatted(argument));
		}
	}

}
