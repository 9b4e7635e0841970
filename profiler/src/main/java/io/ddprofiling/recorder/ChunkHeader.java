package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

import io.ddprofiling.chunk.Numbers;

/**
 * Reads where a chunk ends from its header, and whether it is complete: a full disk cuts
 * a recording short without any error.
 *
 * @see <a href=
 * "https://github.com/openjdk/jdk/blob/master/src/hotspot/share/jfr/recorder/repository/jfrChunk.cpp">the
 * JDK's chunk header</a>
 */
final class ChunkHeader {

	private static final int LENGTH = 68;

	private static final int MAGIC = 0x464c5200;

	private static final int SIZE_OFFSET = 8;

	private static final int CONSTANT_POOL_OFFSET = 16;

	private static final int START_OFFSET = 32;

	private static final int DURATION_OFFSET = 40;

	/**
	 * Enough for the size and the type a constant pool begins with.
	 */
	private static final int CONSTANT_POOL_START = 10;

	private static final byte CHECKPOINT_EVENT = 1;

	/**
	 * What async-profiler writes as size until the chunk is complete.
	 */
	private static final long UNFINISHED = 0x40000000L;

	private ChunkHeader() {
	}

	static RecordedChunk read(Path file, long offset) throws RecorderException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			ByteBuffer header = FileBytes.read(channel, offset, LENGTH);
			long size = header.hasRemaining() ? -1 : header.getLong(SIZE_OFFSET);
			if (size < LENGTH || header.getInt(0) != MAGIC || size == UNFINISHED || size > channel.size() - offset
					|| !hasConstantPool(channel, offset, header.getLong(CONSTANT_POOL_OFFSET), size)) {
				throw new BrokenRecordingException("The recording " + file + " is incomplete at " + offset
						+ "; is the disk full, or did somebody else stop async-profiler? Samples since the last cut are lost");
			}
			return new RecordedChunk(file, offset, size);
		}
		catch (IOException ex) {
			throw new BrokenRecordingException("The recording " + file + " cannot be read: " + ex, ex);
		}
	}

	/**
	 * When a complete chunk ended.
	 * @param file the recording file
	 * @param offset where the chunk begins
	 * @return the end by the clock of the JVM that wrote it
	 * @throws IOException if the file cannot be read
	 */
	static Instant end(Path file, long offset) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			ByteBuffer header = FileBytes.read(channel, offset, LENGTH);
			return Instant.EPOCH.plusNanos(header.getLong(START_OFFSET) + header.getLong(DURATION_OFFSET));
		}
	}

	// the last that is written: a disk that fills up leaves a chunk without it
	private static boolean hasConstantPool(FileChannel channel, long chunk, long offset, long chunkSize)
			throws IOException {
		if (offset < LENGTH || offset > chunkSize - CONSTANT_POOL_START) {
			return false;
		}
		ByteBuffer start = FileBytes.read(channel, chunk + offset, CONSTANT_POOL_START);
		if (start.hasRemaining()) {
			return false;
		}
		long size = Numbers.read(start.flip());
		return start.get() == CHECKPOINT_EVENT && size <= chunkSize - offset;
	}

}
