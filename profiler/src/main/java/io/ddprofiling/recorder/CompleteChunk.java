package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chunk that is found in a recording file whose JVM was killed.
 *
 * @param chunk where the chunk is
 * @param end when it ended
 * @since 0.1.0
 */
public record CompleteChunk(RecordedChunk chunk, Instant end) {

	private static final Logger logger = LoggerFactory.getLogger(CompleteChunk.class);

	/**
	 * Finds the chunks that are complete, up to the first that is not.
	 * @param file the recording file
	 * @param offset where the first chunk begins, in bytes
	 * @return the chunks, in order
	 */
	public static List<CompleteChunk> from(Path file, long offset) {
		List<CompleteChunk> chunks = new ArrayList<>();
		long next = offset;
		try {
			while (next < Files.size(file)) {
				RecordedChunk chunk = ChunkHeader.read(file, next);
				chunks.add(new CompleteChunk(chunk, ChunkHeader.end(file, next)));
				next = chunk.end();
			}
		}
		catch (IOException | RecorderException ex) {
			logger.debug("The recording {} was broken off at {}", file, next, ex);
		}
		return chunks;
	}

}
