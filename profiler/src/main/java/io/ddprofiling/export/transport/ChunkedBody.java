package io.ddprofiling.export.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that is sent in chunks (RFC 9112, 7.1), because the server began it before it
 * knew its length.
 */
final class ChunkedBody {

	private static final int LINE_LIMIT = 256;

	private ChunkedBody() {
	}

	/**
	 * Reads the beginning of a body.
	 * @param in the body
	 * @param limit how much to read, in bytes
	 * @return what was read until the limit, the end of the body, or what is no chunk
	 * @throws IOException if the stream fails
	 */
	static byte[] read(InputStream in, int limit) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int size = size(in);
		while (size > 0 && body.size() < limit) {
			int wanted = Math.min(size, limit - body.size());
			byte[] chunk = in.readNBytes(wanted);
			body.writeBytes(chunk);
			// the end of its line
			size = (chunk.length == size && in.readNBytes(2).length == 2) ? size(in) : 0;
		}
		return body.toByteArray();
	}

	private static int size(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		int next = in.read();
		while (next >= 0 && next != '\n' && line.length() < LINE_LIMIT) {
			line.append((char) next);
			next = in.read();
		}
		// an extension may follow
		String digits = line.toString().split("[;\\s]", 2)[0];
		try {
			return Integer.parseInt(digits, 16);
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
