package io.ddprofiling.chunk;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Copies a part of one file to the end of another. Not by channels: a signal, which is
 * what samples are taken with, cuts their {@code transferTo} short, and an interrupt,
 * which may end a shutdown, closes them. Has no state and is safe for use by many
 * threads, with a target for each.
 *
 * @since 0.1.0
 */
public final class FileParts {

	private static final int BUFFER_SIZE = 64 * 1024;

	private FileParts() {
	}

	/**
	 * Appends a part of a file to another.
	 * @param source the file to read
	 * @param offset where the part begins, in bytes
	 * @param size how long it is, in bytes
	 * @param target the file to append to, which is made if there is none
	 * @return where the part begins in the target, in bytes
	 * @throws IOException if the source ends too early, or one of the files cannot be
	 * read or written
	 */
	public static long append(Path source, long offset, long size, Path target) throws IOException {
		long start = target.toFile().length();
		try (InputStream in = new FileInputStream(source.toFile());
				OutputStream out = new FileOutputStream(target.toFile(), true)) {
			in.skipNBytes(offset);
			byte[] buffer = new byte[(int) Math.min(BUFFER_SIZE, size)];
			long left = size;
			while (left > 0) {
				int count = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
				if (count == 0) {
					throw new EOFException("The recording " + source + " was cut short by somebody");
				}
				out.write(buffer, 0, count);
				left -= count;
			}
		}
		return start;
	}

}
