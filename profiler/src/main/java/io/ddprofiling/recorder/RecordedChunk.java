package io.ddprofiling.recorder;

import java.nio.file.Path;

/**
 * A finished range of a recording file that is a JFR recording of its own.
 *
 * @param file the recording file
 * @param offset where the chunk begins, in bytes
 * @param size how long the chunk is, in bytes
 * @since 0.1.0
 */
public record RecordedChunk(Path file, long offset, long size) {

	long end() {
		return this.offset + this.size;
	}

}
