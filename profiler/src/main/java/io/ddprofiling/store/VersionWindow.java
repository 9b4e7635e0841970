package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.TimeWindow;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the last run of a version.
 *
 * @param identity whose recording it is
 * @param chunks the last chunks of the run, oldest first, at least one
 * @param liveHeap the chunk with the last list of live objects, {@code null} if there is
 * none
 * @since 0.1.0
 */
public record VersionWindow(Identity identity, List<Chunk> chunks, @Nullable Chunk liveHeap) {

	public VersionWindow {
		chunks = List.copyOf(chunks);
	}

	/**
	 * The time it covers.
	 * @return the window
	 */
	public TimeWindow window() {
		return this.chunks.stream().map(Chunk::window).reduce(TimeWindow::join).orElseThrow();
	}

	void write(Path directory) throws IOException {
		RunIdentity.write(directory, this.identity);
		ChunkCopies copies = new ChunkCopies(KeptChunks.recording(directory));
		for (Chunk chunk : this.chunks) {
			copies.add(chunk);
		}
		Chunk list = this.liveHeap;
		if (list != null && this.chunks.stream().noneMatch((chunk) -> chunk.sequence() == list.sequence())) {
			new ChunkCopies(KeptChunks.liveHeap(directory)).add(list);
		}
	}

	/**
	 * Reads what was written.
	 * @param directory the directory it was written to
	 * @return the window, or {@code null} if it cannot be read
	 */
	static @Nullable VersionWindow read(Path directory) {
		try {
			Identity identity = RunIdentity.read(directory);
			KeptChunks kept = KeptChunks.read(directory);
			return (identity != null && !kept.chunks().isEmpty())
					? new VersionWindow(identity, kept.chunks(), kept.liveHeap()) : null;
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

}
