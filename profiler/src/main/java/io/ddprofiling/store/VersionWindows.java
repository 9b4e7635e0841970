package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.TimeWindow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last window of each version of a service, so that the next version can be compared
 * with it. Of a service there are the two newest versions, because the newest may be
 * started once more. All of it together is bounded. Whatever fails here only takes the
 * comparison away.
 *
 * @since 0.1.0
 */
public final class VersionWindows {

	/**
	 * How much is kept of a run.
	 */
	static final Duration LENGTH = Duration.ofMinutes(5);

	private static final int VERSIONS = 2;

	private static final int MAX_WINDOWS = 16;

	private static final String PREFIX = "version-";

	private static final String UNFINISHED = "unfinished-";

	private static final Duration LONGEST_WRITE = Duration.ofHours(1);

	private static final Logger logger = LoggerFactory.getLogger(VersionWindows.class);

	private final Path base;

	private final long maxBytes;

	/**
	 * Creates a view of what is kept.
	 * @param base the directory all stores of the machine's user share
	 * @param storeBytes the most bytes of a store; a window has an eighth of it at most,
	 * all windows together half of it
	 */
	public VersionWindows(Path base, long storeBytes) {
		this.base = base;
		this.maxBytes = storeBytes / 2;
	}

	/**
	 * Keeps the end of a run, in place of those before of the same version.
	 * @param identity whose run it is; nothing is kept of one without a version
	 * @param chunks the chunks of the run, oldest first
	 * @param liveHeap the newest list of live objects, {@code null} if there is none
	 */
	public void keep(Identity identity, List<Chunk> chunks, @Nullable Chunk liveHeap) {
		List<Chunk> last = last(chunks);
		if (identity.version() == null || last.isEmpty()) {
			return;
		}
		try {
			write(new VersionWindow(identity, last, liveHeap));
			prune();
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The last window of version {} is not kept", identity.version(), ex);
		}
	}

	/**
	 * Keeps the ends of runs of other versions whose processes were killed. To be called
	 * before their recordings are given up.
	 * @param like the service and its environment, and the version that is not looked for
	 * @param scanner finds what was not listed any more
	 */
	public void rescue(Identity like, ChunkScanner scanner) {
		if (like.version() == null) {
			return;
		}
		try {
			for (Path path : ProcessDirectory.others(ChunkStore.prepare(this.base))) {
				Identity identity = RunIdentity.read(path);
				if (identity != null && isOtherVersion(identity, like)) {
					rescue(path, identity, scanner);
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Runs of other versions cannot be looked for", ex);
		}
	}

	/**
	 * The last window of the version before one's own: the newest of another version, but
	 * for JVMs that were started later.
	 * @param identity one's own identity
	 * @return the window, or {@code null} if there is none
	 */
	public @Nullable VersionWindow previous(Identity identity) {
		try {
			return windows().values()
				.stream()
				.filter((window) -> isOtherVersion(window.identity(), identity)
						&& !isLater(window.identity(), identity))
				.max(Comparator.comparing(VersionWindows::end))
				.orElse(null);
		}
		catch (IOException ex) {
			logger.debug("The windows of other versions cannot be listed", ex);
			return null;
		}
	}

	private void rescue(Path path, Identity identity, ChunkScanner scanner) throws IOException {
		ProcessDirectory directory = ProcessDirectory.takeOver(this.base, path);
		if (directory == null) {
			return;
		}
		try {
			List<Chunk> chunks = RunDescription.read(path, scanner).chunks();
			if (!chunks.isEmpty() && isNews(identity, chunks.get(chunks.size() - 1).window())) {
				keep(identity, chunks,
						chunks.stream()
							.filter((chunk) -> chunk.collected() != null)
							.reduce((first, second) -> second)
							.orElse(null));
			}
		}
		finally {
			directory.release();
		}
	}

	private boolean isNews(Identity identity, TimeWindow last) throws IOException {
		return windows().values()
			.stream()
			.filter((window) -> versionOf(window.identity()).equals(versionOf(identity)))
			.noneMatch((window) -> !end(window).isBefore(last.end()));
	}

	private List<Chunk> last(List<Chunk> chunks) {
		List<Chunk> last = new ArrayList<>();
		long bytes = 0;
		for (int i = chunks.size() - 1; i >= 0; i--) {
			Chunk chunk = chunks.get(i);
			bytes += ChunkCopies.size(chunk);
			boolean old = !last.isEmpty()
					&& chunk.window().start().isBefore(last.get(last.size() - 1).window().end().minus(LENGTH));
			if (old || bytes > this.maxBytes / 4) {
				break;
			}
			last.add(0, chunk);
		}
		return last;
	}

	private void write(VersionWindow window) throws IOException {
		Path unfinished = Files.createTempDirectory(ChunkStore.prepare(this.base), UNFINISHED);
		try {
			window.write(unfinished);
			String unique = unfinished.getFileName().toString().substring(UNFINISHED.length());
			Files.move(unfinished, this.base.resolve(PREFIX + unique), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException | RuntimeException ex) {
			ProcessDirectory.delete(unfinished);
			throw ex;
		}
	}

	private void prune() throws IOException {
		Map<Path, VersionWindow> windows = windows();
		List<Path> newestFirst = windows.keySet()
			.stream()
			.sorted(Comparator.comparing((Path path) -> end(Objects.requireNonNull(windows.get(path)))).reversed())
			.toList();
		Map<List<String>, Set<String>> versions = new HashMap<>();
		int count = 0;
		long bytes = 0;
		for (Path path : newestFirst) {
			Identity identity = Objects.requireNonNull(windows.get(path)).identity();
			Set<String> known = versions.computeIfAbsent(serviceOf(identity), (service) -> new HashSet<>());
			long size = ProcessDirectory.size(path);
			if (known.size() < VERSIONS && known.add(String.valueOf(identity.version())) && count < MAX_WINDOWS
					&& bytes + size <= this.maxBytes) {
				count++;
				bytes += size;
			}
			else {
				ProcessDirectory.delete(path);
			}
		}
		sweepUnfinished();
	}

	private void sweepUnfinished() throws IOException {
		Instant oldest = Instant.now().minus(LONGEST_WRITE);
		for (Path path : children(UNFINISHED)) {
			if (Instant.ofEpochMilli(path.toFile().lastModified()).isBefore(oldest)) {
				ProcessDirectory.delete(path);
			}
		}
	}

	private Map<Path, VersionWindow> windows() throws IOException {
		Map<Path, VersionWindow> windows = new HashMap<>();
		for (Path path : children(PREFIX)) {
			VersionWindow window = VersionWindow.read(path);
			if (window != null) {
				windows.put(path, window);
			}
		}
		return windows;
	}

	private List<Path> children(String prefix) throws IOException {
		try (Stream<Path> children = Files.list(this.base)) {
			return children.filter((child) -> child.getFileName().toString().startsWith(prefix)).toList();
		}
	}

	private static boolean isOtherVersion(Identity identity, Identity own) {
		return AbandonedRun.isLike(identity, own) && identity.version() != null
				&& !identity.version().equals(own.version());
	}

	private static boolean isLater(Identity identity, Identity own) {
		Instant started = identity.runtime().started();
		Instant ownStart = own.runtime().started();
		return started != null && ownStart != null && started.isAfter(ownStart);
	}

	private static Instant end(VersionWindow window) {
		return window.window().end();
	}

	private static List<String> serviceOf(Identity identity) {
		return Arrays.asList(identity.service(), String.valueOf(identity.env()));
	}

	private static List<String> versionOf(Identity identity) {
		return Arrays.asList(identity.service(), String.valueOf(identity.env()), String.valueOf(identity.version()));
	}

}
