package io.ddprofiling.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Finds complete chunks in a recording file that a killed process has left.
 *
 * @since 0.1.0
 */
public interface ChunkScanner {

	/**
	 * Finds the complete chunks from an offset on.
	 * @param recording the recording file
	 * @param offset where the first of them begins
	 * @return the chunks, in order
	 */
	List<Found> scan(Path recording, long offset);

	/**
	 * A chunk that is in no list.
	 *
	 * @param offset where the chunk begins, in bytes
	 * @param size how long the chunk is, in bytes
	 * @param end when the chunk ended, by its own account
	 * @since 0.1.0
	 */
	record Found(long offset, long size, Instant end) {

	}

}
