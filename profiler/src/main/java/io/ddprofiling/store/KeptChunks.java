package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What {@link ChunkCopies} have put into a directory: chunks, and a list of live objects
 * that is newer than those of the chunks.
 *
 * @param chunks the chunks, oldest first
 * @param liveHeap the chunk with the newest list, {@code null} if there is none
 */
record KeptChunks(List<Chunk> chunks, @Nullable Chunk liveHeap) {

	private static final String RECORDING = "recording-1.jfr";

	private static final String LIVE_HEAP = "live-heap.jfr";

	static Path recording(Path directory) {
		return directory.resolve(RECORDING);
	}

	static Path liveHeap(Path directory) {
		return directory.resolve(LIVE_HEAP);
	}

	static KeptChunks read(Path directory) throws IOException {
		List<Chunk> chunks = ChunkIndex.read(directory, recording(directory)).chunks();
		List<Chunk> lists = new ArrayList<>(ChunkIndex.read(directory, liveHeap(directory)).chunks());
		chunks.stream().filter((chunk) -> chunk.collected() != null).forEach(lists::add);
		return new KeptChunks(chunks, lists.stream().max(Comparator.comparing(Chunk::sequence)).orElse(null));
	}

}
