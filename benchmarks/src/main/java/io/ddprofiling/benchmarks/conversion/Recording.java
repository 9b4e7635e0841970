package io.ddprofiling.benchmarks.conversion;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.CaptureStore;
import io.ddprofiling.store.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * A recording to convert: a capture that was made by {@link Recordings}.
 *
 * @param name what it is called
 * @param chunks its chunks, oldest first
 * @param liveHeap the chunk with its list of live objects, {@code null} if there is none
 */
public record Recording(String name, List<Chunk> chunks, @Nullable Chunk liveHeap) {

	/**
	 * The recordings in a directory.
	 * @param directory the directory
	 * @return the recordings, smallest first
	 * @throws IOException if they cannot be read
	 */
	public static List<Recording> all(Path directory) throws IOException {
		List<Recording> recordings = new ArrayList<>();
		for (String name : Recordings.NAMES) {
			if (Files.exists(directory.resolve(name))) {
				recordings.add(open(directory, name));
			}
		}
		return recordings;
	}

	/**
	 * Opens a recording.
	 * @param directory the directory of all recordings
	 * @param name the recording's name
	 * @return the recording
	 * @throws IOException if there is no such recording
	 */
	public static Recording open(Path directory, String name) throws IOException {
		Path base = directory.resolve(name);
		try (Stream<Path> captures = Files.list(base.resolve("captures"))) {
			UUID id = UUID.fromString(captures.findFirst().orElseThrow().getFileName().toString());
			CaptureStore.Content content = new CaptureStore(base).content(id);
			return new Recording(name, content.chunks(), content.liveHeap());
		}
	}

	TimeWindow window() {
		return new TimeWindow(this.chunks.get(0).window().start(),
				this.chunks.get(this.chunks.size() - 1).window().end());
	}

	Set<ProfileType> types() {
		Set<ProfileType> types = EnumSet.noneOf(ProfileType.class);
		this.chunks.forEach((chunk) -> types.addAll(chunk.rates().types()));
		return types;
	}

	/**
	 * The bytes of every part that has events: chunks, the list of live objects if it is
	 * in a chunk of its own, and recordings of exceptions.
	 * @return a buffer for each part
	 */
	List<ByteBuffer> parts() {
		List<ByteBuffer> parts = new ArrayList<>(sampled());
		parts.addAll(exceptions());
		return parts;
	}

	List<ByteBuffer> sampled() {
		List<Chunk> all = new ArrayList<>(this.chunks);
		if (this.liveHeap != null && !this.chunks.contains(this.liveHeap)) {
			all.add(0, this.liveHeap);
		}
		return all.stream().map(Recording::read).toList();
	}

	List<ByteBuffer> exceptions() {
		return this.chunks.stream()
			.flatMap((chunk) -> chunk.exceptions().stream().map((recording) -> read(chunk, recording)))
			.toList();
	}

	long bytes() {
		return parts().stream().mapToLong(ByteBuffer::limit).sum();
	}

	static byte[] joined(List<ByteBuffer> parts) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		parts.forEach((part) -> out.write(part.array(), 0, part.limit()));
		return out.toByteArray();
	}

	private static ByteBuffer read(Chunk chunk) {
		try {
			return chunk.read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ByteBuffer read(Chunk chunk, ExceptionRecording recording) {
		try {
			return chunk.read(recording);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
