package io.ddprofiling.recorder;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

import io.ddprofiling.chunk.Numbers;

/**
 * Takes what is new from the chunks of the Flight Recorder, and of these only the events
 * that were asked for, without their texts: all recordings of a JVM share their chunks,
 * and another one may have asked for system properties and environment variables.
 *
 * @see <a href=
 * "https://github.com/openjdk/jdk/blob/master/src/hotspot/share/jfr/recorder/repository/jfrChunk.cpp">the
 * JDK's chunk header</a>
 */
final class FlightRecorderChunks {

	private static final int HEADER_LENGTH = 68;

	private static final int MAGIC = 0x464c5200;

	private static final int SIZE_OFFSET = 8;

	private static final int START_OFFSET = 32;

	private static final int METADATA = 0;

	/**
	 * An event of this type outside the chain of constant pools is read by nobody.
	 */
	private static final int CHECKPOINT = 1;

	private final Map<Long, EventTexts> wanted;

	private final long stringType;

	private long newest;

	/**
	 * Begins with the chunks that do not exist yet.
	 * @param wanted the texts of the events to take, by the number of their type
	 * @param stringType the number of the type of texts
	 * @param newest when to begin, in nanoseconds since 1970
	 */
	FlightRecorderChunks(Map<Long, EventTexts> wanted, long stringType, long newest) {
		this.wanted = wanted;
		this.stringType = stringType;
		this.newest = newest;
	}

	Instant newest() {
		return Instant.EPOCH.plusNanos(this.newest);
	}

	/**
	 * Appends the chunks that began after the newest one so far.
	 * @param in complete chunks
	 * @param out where to append
	 * @return how many chunks were appended
	 * @throws IOException if the chunks are broken or cannot be written
	 */
	int append(InputStream in, OutputStream out) throws IOException {
		int appended = 0;
		long after = this.newest;
		for (byte[] header = in.readNBytes(HEADER_LENGTH); header.length > 0; header = in.readNBytes(HEADER_LENGTH)) {
			ByteBuffer fields = ByteBuffer.wrap(header);
			if (header.length < HEADER_LENGTH || fields.getInt(0) != MAGIC) {
				throw new EOFException("a chunk of the Flight Recorder's is broken");
			}
			long rest = fields.getLong(SIZE_OFFSET) - HEADER_LENGTH;
			long start = fields.getLong(START_OFFSET);
			if (start > after) {
				out.write(cleaned(complete(header, in, Math.toIntExact(rest))));
				this.newest = Math.max(this.newest, start);
				appended++;
			}
			else {
				in.skipNBytes(rest);
			}
		}
		return appended;
	}

	private static byte[] complete(byte[] header, InputStream in, int rest) throws IOException {
		byte[] chunk = Arrays.copyOf(header, header.length + rest);
		if (in.readNBytes(chunk, header.length, rest) < rest) {
			throw new EOFException("a chunk of the Flight Recorder's is cut off");
		}
		return chunk;
	}

	private byte[] cleaned(byte[] chunk) throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(chunk);
		int position = HEADER_LENGTH;
		while (position < chunk.length) {
			long size = Numbers.read(bytes.position(position));
			int typeOffset = bytes.position();
			long type = Numbers.read(bytes);
			int bodyOffset = bytes.position();
			if (size < bodyOffset - position || size > chunk.length - position) {
				throw new IOException("a chunk of the Flight Recorder's has an event of " + size + " bytes");
			}
			int end = position + (int) size;
			clean(chunk, type, typeOffset, bodyOffset, end);
			position = end;
		}
		return chunk;
	}

	private void clean(byte[] chunk, long type, int typeOffset, int bodyOffset, int end) {
		EventTexts texts = this.wanted.get(type);
		if (texts != null) {
			texts.clear(chunk, bodyOffset, end);
		}
		else if (type == CHECKPOINT) {
			EventTexts.clearPool(chunk, bodyOffset, this.stringType);
		}
		else if (type != METADATA) {
			putCheckpoint(chunk, typeOffset, bodyOffset);
			Arrays.fill(chunk, bodyOffset, end, (byte) 0);
		}
	}

	// as long as the number it replaces
	private static void putCheckpoint(byte[] chunk, int from, int to) {
		for (int i = from; i < to; i++) {
			chunk[i] = (byte) (((i == from) ? CHECKPOINT : 0) | ((i < to - 1) ? 0x80 : 0));
		}
	}

}
