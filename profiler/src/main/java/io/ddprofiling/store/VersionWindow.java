package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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

	private static final String RECORDING = "recording-1.jfr";

	private static final String LIVE_HEAP = "live-heap.jfr";

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
		ChunkCopies copies = new ChunkCopies(directory.resolve(RECORDING));
		for (Chunk chunk : this.chunks) {
			copies.add(chunk);
		}
		Chunk list = this.liveHeap;
		if (list != null && this.chunks.stream().noneMatch((chunk) -> chunk.sequence() == list.sequence())) {
			new ChunkCopies(directory.resolve(LIVE_HEAP)).add(list);
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
			List<Chunk> chunks = ChunkIndex.read(directory, directory.resolve(RECORDING)).chunks();
			List<Chunk> lists = new ArrayList<>(ChunkIndex.read(directory, directory.resolve(LIVE_HEAP)).chunks());
			chunks.stream().filter((chunk) -> chunk.collected() != null).forEach(lists::add);
			return (identity != null && !chunks.isEmpty()) ? new VersionWindow(identity, chunks,
					lists.stream().max(Comparator.comparing(Chunk::sequence)).orElse(null)) : null;
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

}
