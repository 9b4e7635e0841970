package io.ddprofiling.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chunks as one JFR recording. Chunks whose bytes are no longer on disk are left out;
 * neighbours in a file are read as one range, so that reading takes one open file for
 * each recording file.
 *
 * @since 0.1.0
 */
public final class StoredRecording {

	private final List<Range> ranges;

	private StoredRecording(List<Range> ranges) {
		this.ranges = ranges;
	}

	/**
	 * Joins chunks.
	 * @param chunks the chunks, oldest first
	 * @return the recording of those that are still there
	 */
	public static StoredRecording of(List<Chunk> chunks) {
		List<Range> ranges = new ArrayList<>();
		Map<Path, Long> lengths = new HashMap<>();
		for (Chunk chunk : chunks) {
			Range range = new Range(chunk.file(), chunk.offset(), chunk.size());
			if (lengths.computeIfAbsent(chunk.file(), (file) -> file.toFile().length()) >= range.end()) {
				int last = ranges.size() - 1;
				if (last >= 0 && ranges.get(last).touches(range)) {
					ranges.set(last, ranges.get(last).join(range));
				}
				else {
					ranges.add(range);
				}
			}
		}
		return new StoredRecording(List.copyOf(ranges));
	}

	/**
	 * How long the recording is.
	 * @return the number of bytes, 0 if nothing is left of it
	 */
	public long size() {
		return this.ranges.stream().mapToLong(Range::size).sum();
	}

	/**
	 * Opens the recording. What the store gives up from now on can still be read to its
	 * end.
	 * @return {@link #size()} bytes, to be closed by the caller
	 * @throws IOException if the store has given up part of it meanwhile
	 */
	public InputStream open() throws IOException {
		List<InputStream> parts = new ArrayList<>();
		try {
			for (Range range : this.ranges) {
				parts.add(new RangeStream(range));
			}
		}
		catch (IOException ex) {
			for (InputStream part : parts) {
				part.close();
			}
			throw ex;
		}
		return new SequenceInputStream(Collections.enumeration(parts));
	}

	/**
	 * Bytes of a file.
	 *
	 * @param file the file
	 * @param offset where the bytes begin
	 * @param size how many there are
	 */
	private record Range(Path file, long offset, long size) {

		long end() {
			return this.offset + this.size;
		}

		boolean touches(Range next) {
			return this.file.equals(next.file) && end() == next.offset;
		}

		Range join(Range next) {
			return new Range(this.file, this.offset, this.size + next.size);
		}

	}

	/**
	 * The bytes of a range, all of them or an exception.
	 */
	private static final class RangeStream extends InputStream {

		private final Range range;

		private final InputStream content;

		private long left;

		RangeStream(Range range) throws IOException {
			FileChannel channel = FileChannel.open(range.file(), StandardOpenOption.READ);
			this.range = range;
			this.content = Channels.newInputStream(channel.position(range.offset()));
			this.left = range.size();
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			if (this.left <= 0) {
				return -1;
			}
			int count = this.content.read(buffer, offset, (int) Math.min(length, this.left));
			if (count < 0) {
				throw new EOFException("The recording " + this.range.file() + " was cut short by somebody");
			}
			this.left -= count;
			return count;
		}

		@Override
		public void close() throws IOException {
			this.content.close();
		}

	}

}
