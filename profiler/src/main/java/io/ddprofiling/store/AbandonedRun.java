package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.ddprofiling.profile.Identity;
import io.ddprofiling.store.RunLists.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings of a dead process, or of a run that ended, which are still to be
 * delivered. Held by this process until it is closed. Thread safe.
 *
 * @since 0.1.0
 */
public final class AbandonedRun implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(AbandonedRun.class);

	private final ProcessDirectory directory;

	private final Identity identity;

	private final RunDescription description;

	private final DeliveryCursors cursors;

	private final RunLists lists;

	private volatile boolean warned;

	private AbandonedRun(ProcessDirectory directory, Identity identity, RunDescription description,
			DeliveryCursors cursors) {
		this.directory = directory;
		this.identity = identity;
		this.description = description;
		this.cursors = cursors;
		this.lists = new RunLists(directory.path());
	}

	/**
	 * Takes over the oldest run of a service that has something to deliver and is nobody
	 * else's.
	 * @param base the directory all stores of the machine's user share
	 * @param like the service and the environment to look for
	 * @param exporters the names of the exporters there are
	 * @param scanner finds what was not listed any more
	 * @return the run, to be closed, or {@code null} if there is none
	 * @throws IOException if the directory cannot be looked through
	 */
	public static @Nullable AbandonedRun takeOver(Path base, Identity like, Collection<String> exporters,
			ChunkScanner scanner) throws IOException {
		List<Path> others = exporters.isEmpty() ? List.of() : ProcessDirectory.others(base);
		for (Path path : others) {
			AbandonedRun run = isLike(RunIdentity.read(path), like) ? takeOver(base, path, like, scanner) : null;
			if (run != null && exporters.stream().noneMatch((exporter) -> !run.undelivered(exporter).isEmpty())) {
				run.directory.release();
			}
			else if (run != null) {
				return run;
			}
		}
		return null;
	}

	private static @Nullable AbandonedRun takeOver(Path base, Path path, Identity like, ChunkScanner scanner) {
		ProcessDirectory directory = ProcessDirectory.takeOver(base, path);
		if (directory == null) {
			return null;
		}
		try {
			// again: whoever held it may have been about to delete it
			Identity identity = RunIdentity.read(path);
			if (identity != null && isLike(identity, like)) {
				return new AbandonedRun(directory, identity, RunDescription.read(path, scanner),
						DeliveryCursors.read(path));
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The recordings in {} cannot be made use of", path, ex);
		}
		directory.release();
		return null;
	}

	static boolean isLike(@Nullable Identity identity, Identity like) {
		return identity != null && identity.service().equals(like.service())
				&& Objects.equals(identity.env(), like.env());
	}

	/**
	 * Where the recordings are.
	 * @return the directory
	 */
	public Path directory() {
		return this.directory.path();
	}

	/**
	 * Whose recordings these are.
	 * @return the identity they were recorded under
	 */
	public Identity identity() {
		return this.identity;
	}

	/**
	 * The windows an exporter is not done with.
	 * @param exporter the exporter's name
	 * @return the chunks of each window, oldest first; nothing if the exporter was not
	 * there in that run
	 */
	public List<List<Chunk>> undelivered(String exporter) {
		return this.description.windows()
			.stream()
			.map((window) -> window.stream().filter((chunk) -> this.cursors.waits(exporter, chunk.sequence())).toList())
			.filter((window) -> !window.isEmpty())
			.toList();
	}

	/**
	 * Writes down that an exporter is done with a window.
	 * @param exporter the exporter's name
	 * @param first the sequence of the window's first chunk
	 * @param last the sequence of the window's last chunk
	 */
	public void settled(String exporter, long first, long last) {
		this.lists.write(Kind.DELIVERIES, () -> this.cursors.settle(exporter, first, last));
		String trouble = this.lists.trouble();
		if (trouble != null && !this.warned) {
			this.warned = true;
			logger.warn("DDP-115 Of a process before this one: {}", trouble);
		}
	}

	/**
	 * The newest chunk that ends with a list of live objects.
	 * @param end chunks that ended later are left out
	 * @return the chunk, or {@code null} if there is none
	 */
	public @Nullable Chunk newestLiveHeap(Instant end) {
		Chunk newest = null;
		for (Chunk chunk : this.description.chunks()) {
			if (chunk.collected() != null && !chunk.window().end().isAfter(end)) {
				newest = chunk;
			}
		}
		return newest;
	}

	/**
	 * Deletes the recordings. What is not delivered is lost.
	 */
	public void delete() {
		this.cursors.close();
		this.directory.close();
	}

	/**
	 * Leaves the recordings to the next process.
	 */
	@Override
	public void close() {
		this.cursors.close();
		this.directory.release();
	}

}
