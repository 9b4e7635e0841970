package io.ddprofiling.jfr;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.ddprofiling.chunk.ByteCursor;
import io.ddprofiling.chunk.EventTypes;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a chunk that async-profiler has written.
 */
final class AsyncProfilerChunk {

	/**
	 * Where the first event is.
	 */
	static final int HEADER = 68;

	private static final int MAGIC = 0x464c5200;

	private final ByteBuffer content;

	private final ChunkClock clock;

	private final EventTypes types;

	/**
	 * Opens a chunk.
	 * @param content the whole chunk
	 * @param before the types of a chunk before, to be used again if they are the same
	 * @throws IOException if it is none
	 */
	AsyncProfilerChunk(ByteBuffer content, @Nullable EventTypes before) throws IOException {
		if (content.limit() < HEADER || content.getInt(0) != MAGIC) {
			throw new IOException("This is no recording");
		}
		this.content = content;
		this.clock = ChunkClock.of(content);
		this.types = EventTypes.read(content, before);
	}

	ByteCursor cursor() {
		return new ByteCursor(this.content.array());
	}

	int end() {
		return this.content.limit();
	}

	long header(int offset) {
		return this.content.getLong(offset);
	}

	ChunkClock clock() {
		return this.clock;
	}

	EventTypes types() {
		return this.types;
	}

}
