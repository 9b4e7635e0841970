package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads bytes at a position of a file.
 */
final class FileBytes {

	private FileBytes() {
	}

	/**
	 * Reads as many bytes as are wanted, or as there are.
	 * @param channel the file
	 * @param offset where to begin
	 * @param length how many bytes are wanted
	 * @return a buffer that has room left if the file ended before
	 * @throws IOException if the file cannot be read
	 */
	static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
			continue;
		}
		return bytes;
	}

}
