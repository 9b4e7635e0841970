package io.ddprofiling.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory one process keeps its recordings in, marked as in use by a file lock. On
 * opening, directories that dead processes left behind are deleted when they are too old
 * or too much.
 */
final class ProcessDirectory implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ProcessDirectory.class);

	private static final String LOCK = "lock";

	private static final String PREFIX = "run-";

	/**
	 * The directories that this JVM holds. Their lock files must not be opened once more:
	 * to close any of a file's descriptors gives up the lock.
	 */
	private static final Set<Path> held = ConcurrentHashMap.newKeySet();

	private final Path base;

	private final Path path;

	private FileChannel lock;

	private ProcessDirectory(Path base, Path path, FileChannel lock) {
		this.base = base;
		this.path = path;
		this.lock = lock;
		held.add(absolute(path));
	}

	static ProcessDirectory open(Path base, long maxBytes, Duration maxAge) throws IOException {
		createOwn(base);
		sweep(base, maxBytes, Instant.now().minus(maxAge));
		Path path = Files.createTempDirectory(base, PREFIX + ProcessHandle.current().pid() + "-");
		return new ProcessDirectory(base, path, lock(path));
	}

	/**
	 * The directories of processes that use the same base, or did.
	 * @param base the directory they share
	 * @return those that this JVM does not hold, oldest first
	 * @throws IOException if they cannot be listed
	 */
	static List<Path> others(Path base) throws IOException {
		try (Stream<Path> children = Files.list(base)) {
			return children.filter((child) -> child.getFileName().toString().startsWith(PREFIX))
				.filter((child) -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
				.filter((child) -> !held.contains(absolute(child)))
				.sorted(Comparator.comparing(ProcessDirectory::modified))
				.toList();
		}
	}

	/**
	 * Takes the directory of a dead process.
	 * @param base the directory it is in
	 * @param path the directory
	 * @return the directory, held by this process from now on, or {@code null} if it is
	 * in use
	 */
	static @Nullable ProcessDirectory takeOver(Path base, Path path) {
		FileChannel lock = tryLock(path);
		return (lock != null) ? new ProcessDirectory(base, path, lock) : null;
	}

	/**
	 * Makes the directory again if somebody deleted it, a cleaner of temporary files for
	 * example.
	 * @return whether it was deleted
	 * @throws IOException if it cannot be made
	 */
	boolean restore() throws IOException {
		if (Files.isDirectory(this.path, LinkOption.NOFOLLOW_LINKS)) {
			return false;
		}
		createOwn(this.base);
		Files.createDirectory(this.path, ownerOnly(this.path));
		this.lock.close();
		this.lock = lock(this.path);
		return true;
	}

	Path base() {
		return this.base;
	}

	Path path() {
		return this.path;
	}

	/**
	 * Leaves the directory to whoever takes it over, or sweeps it.
	 */
	void release() {
		held.remove(absolute(this.path));
		try {
			this.lock.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		// what has no identity is not taken over
		this.path.resolve(RunIdentity.FILE).toFile().delete();
		try {
			release();
		}
		finally {
			delete(this.path);
		}
	}

	private static FileChannel lock(Path directory) throws IOException {
		FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
		channel.lock();
		return channel;
	}

	// A predictable name in a shared temporary directory could be taken by somebody else;
	// recordings must not end up with them.
	static void createOwn(Path base) throws IOException {
		Path parent = base.toAbsolutePath().getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		try {
			Files.createDirectory(base, ownerOnly(base));
		}
		catch (FileAlreadyExistsException ex) {
			if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)) {
				throw new IOException(base + (Files.isSymbolicLink(base)
						? " is a symbolic link, name its target instead" : " is not a directory"), ex);
			}
		}
		String owner = Files.getOwner(base, LinkOption.NOFOLLOW_LINKS).getName();
		Path probe = Files.createTempFile(base, "owner-", ".probe");
		String self = Files.getOwner(probe).getName();
		Files.delete(probe);
		if (!owner.equals(self)) {
			throw new IOException(base + " belongs to " + owner + ", not to " + self);
		}
	}

	private static FileAttribute<?>[] ownerOnly(Path base) {
		return base.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) }
				: new FileAttribute<?>[0];
	}

	private static void sweep(Path base, long maxBytes, Instant oldest) throws IOException {
		List<Path> newestFirst = new ArrayList<>(others(base));
		Collections.reverse(newestFirst);
		long kept = 0;
		for (Path child : newestFirst) {
			FileChannel lock = tryLock(child);
			if (lock == null && !isLeftBehind(child)) {
				continue;
			}
			kept += size(child);
			if (kept > maxBytes || modified(child).isBefore(oldest)) {
				delete(child);
			}
			if (lock != null) {
				lock.close();
			}
		}
	}

	// a process that is just starting has no lock yet
	private static boolean isLeftBehind(Path directory) {
		return !Files.exists(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)
				&& modified(directory).isBefore(Instant.now().minusSeconds(60));
	}

	private static @Nullable FileChannel tryLock(Path directory) {
		FileChannel channel = null;
		try {
			channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
			// whoever held it may have deleted the directory meanwhile
			if (channel.tryLock() != null && Files.exists(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
				return channel;
			}
			channel.close();
		}
		catch (IOException | OverlappingFileLockException ex) {
			close(channel);
		}
		return null;
	}

	private static void close(@Nullable FileChannel channel) {
		try {
			if (channel != null) {
				channel.close();
			}
		}
		catch (IOException ex) {
			logger.debug("A lock that was not got could not be closed", ex);
		}
	}

	private static Path absolute(Path path) {
		return path.toAbsolutePath().normalize();
	}

	private static Instant modified(Path path) {
		return Instant.ofEpochMilli(path.toFile().lastModified());
	}

	static long size(Path directory) {
		try (Stream<Path> children = Files.list(directory)) {
			return children.mapToLong((child) -> child.toFile().length()).sum();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	static void delete(Path directory) {
		try (Stream<Path> children = Files.list(directory)) {
			children.forEach((child) -> {
				if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
					delete(child);
				}
				else {
					child.toFile().delete();
				}
			});
		}
		catch (IOException ex) {
			return;
		}
		directory.toFile().delete();
	}

}
