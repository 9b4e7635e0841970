package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.ddprofiling.profile.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The captures of all processes that share a directory, each in a directory of its own
 * that is named after its identifier. Thread safe.
 *
 * @since 0.1.0
 */
public final class CaptureStore {

	private static final Pattern NAME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

	private final Path base;

	private final Path directory;

	/**
	 * Creates a store; nothing is made on disk until there is a capture.
	 * @param base the directory all stores of the machine's user share
	 */
	public CaptureStore(Path base) {
		this.base = base;
		this.directory = base.resolve("captures");
	}

	/**
	 * Begins to keep a capture.
	 * @param capture what it will be
	 * @param maxBytes the most bytes it may take
	 * @return takes its recording
	 * @throws IOException if it cannot be kept
	 */
	public CaptureWriter create(Capture capture, long maxBytes) throws IOException {
		ProcessDirectory.createOwn(this.base);
		ProcessDirectory.createOwn(this.directory);
		Path path = path(capture.id());
		ProcessDirectory.createOwn(path);
		try {
			RunIdentity.write(path, capture.identity());
			CaptureDescription.write(path, capture);
			return new CaptureWriter(path, capture, maxBytes);
		}
		catch (IOException ex) {
			ProcessDirectory.delete(path);
			throw ex;
		}
	}

	/**
	 * The captures of a service.
	 * @param like the service and its environment
	 * @return the captures, newest first
	 * @throws IOException if the directory cannot be read
	 */
	public List<Capture> list(Identity like) throws IOException {
		return all().stream().filter((capture) -> AbandonedRun.isLike(capture.identity(), like)).toList();
	}

	/**
	 * Finds a capture.
	 * @param id its identifier
	 * @param like the service and its environment
	 * @return the capture, or {@code null} if the service has no such
	 */
	public @Nullable Capture find(UUID id, Identity like) {
		Capture capture = read(path(id));
		return (capture != null && AbandonedRun.isLike(capture.identity(), like)) ? capture : null;
	}

	/**
	 * What was recorded in a capture.
	 * @param id its identifier
	 * @return its chunks
	 * @throws IOException if they cannot be read any more
	 */
	public Content content(UUID id) throws IOException {
		KeptChunks kept = KeptChunks.read(path(id));
		return new Content(kept.chunks(), kept.liveHeap());
	}

	/**
	 * Deletes a capture.
	 * @param id its identifier
	 */
	public void delete(UUID id) {
		ProcessDirectory.delete(path(id));
	}

	/**
	 * Deletes what is too old, of whichever service.
	 * @param oldest captures that were begun before are deleted
	 * @throws IOException if the directory cannot be read
	 */
	public void expire(Instant oldest) throws IOException {
		for (Path path : paths()) {
			Capture capture = read(path);
			// what cannot be read has no other age
			Instant begun = (capture != null) ? capture.begun() : Instant.ofEpochMilli(path.toFile().lastModified());
			if (begun.isBefore(oldest)) {
				ProcessDirectory.delete(path);
			}
		}
	}

	private List<Capture> all() throws IOException {
		List<Capture> captures = new ArrayList<>();
		for (Path path : paths()) {
			Capture capture = read(path);
			if (capture != null) {
				captures.add(capture);
			}
		}
		captures.sort(Comparator.comparing(Capture::begun).reversed().thenComparing(Capture::id));
		return captures;
	}

	private List<Path> paths() throws IOException {
		if (!Files.isDirectory(this.directory, LinkOption.NOFOLLOW_LINKS)) {
			return List.of();
		}
		try (Stream<Path> children = Files.list(this.directory)) {
			return children.filter((child) -> NAME.matcher(child.getFileName().toString()).matches()).toList();
		}
	}

	private Path path(UUID id) {
		return this.directory.resolve(id.toString());
	}

	private static @Nullable Capture read(Path path) {
		Capture capture = CaptureDescription.read(path, UUID.fromString(path.getFileName().toString()));
		return (capture != null) ? capture.withBytes(ProcessDirectory.size(path)) : null;
	}

	/**
	 * What was recorded in a capture.
	 *
	 * @param chunks the chunks, oldest first
	 * @param liveHeap the chunk with its list of live objects, {@code null} if it has
	 * none
	 * @since 0.1.0
	 */
	public record Content(List<Chunk> chunks, @Nullable Chunk liveHeap) {

		public Content {
			chunks = List.copyOf(chunks);
		}

	}

}
