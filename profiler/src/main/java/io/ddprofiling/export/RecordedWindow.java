package io.ddprofiling.export;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;

/**
 * A finished window that is still in the store.
 *
 * @param identity whose profile it is
 * @param window the time it covers
 * @param chunks the recorded chunks, oldest first
 * @since 0.1.0
 */
public record RecordedWindow(Identity identity, TimeWindow window, List<Chunk> chunks) {

	public RecordedWindow {
		chunks = List.copyOf(chunks);
	}

	/**
	 * The sequence of the first chunk.
	 * @return the sequence
	 */
	public long first() {
		return this.chunks.get(0).sequence();
	}

	/**
	 * The sequence of the last chunk.
	 * @return the sequence
	 */
	public long last() {
		return this.chunks.get(this.chunks.size() - 1).sequence();
	}

	/**
	 * What the window takes of the disk.
	 * @return a number of bytes
	 */
	public long bytes() {
		return this.chunks.stream().mapToLong(RecordedWindow::bytes).sum();
	}

	boolean isStored() {
		return this.chunks.stream().anyMatch((chunk) -> Files.exists(chunk.file()));
	}

	/**
	 * Sees to it that what is stored can be read now. A process that has as many files
	 * open as it may would find nothing in its recordings.
	 * @throws IOException if a recording is there and cannot be opened
	 */
	void requireReadable() throws IOException {
		for (Path file : this.chunks.stream().map(Chunk::file).distinct().toList()) {
			if (Files.exists(file)) {
				new FileInputStream(file.toFile()).close();
			}
		}
	}

	private static long bytes(Chunk chunk) {
		long exceptions = chunk.exceptions().stream().mapToLong(ExceptionRecording::size).sum();
		return chunk.size() + exceptions + ((chunk.spans() != null) ? chunk.spans().size() : 0);
	}

}
