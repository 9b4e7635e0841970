package io.ddprofiling.recorder;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import io.ddprofiling.profile.ExceptionRecording;
import org.jspecify.annotations.Nullable;

/**
 * A finished range of a recording file that is a JFR recording of its own.
 *
 * @param file the recording file
 * @param offset where the chunk begins, in bytes
 * @param size how long the chunk is, in bytes
 * @param collected if the chunk ends with a list of the objects that were alive, when the
 * last garbage collection before had begun: what was allocated later has not shown yet
 * whether it lives on; {@code null} if there is no such list
 * @param exceptions what was recorded of exceptions beside it
 * @since 0.1.0
 */
public record RecordedChunk(Path file, long offset, long size, @Nullable Instant collected,
		List<ExceptionRecording> exceptions) {

	public RecordedChunk {
		exceptions = List.copyOf(exceptions);
	}

	/**
	 * A chunk without a list of live objects.
	 * @param file the recording file
	 * @param offset where the chunk begins, in bytes
	 * @param size how long the chunk is, in bytes
	 */
	public RecordedChunk(Path file, long offset, long size) {
		this(file, offset, size, null, List.of());
	}

	RecordedChunk withLiveObjects(Instant collected) {
		return new RecordedChunk(this.file, this.offset, this.size, collected, this.exceptions);
	}

	RecordedChunk withExceptions(List<ExceptionRecording> exceptions) {
		return new RecordedChunk(this.file, this.offset, this.size, this.collected, exceptions);
	}

	long end() {
		return this.offset + this.size;
	}

}
