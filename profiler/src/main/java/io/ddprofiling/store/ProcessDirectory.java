package io.ddprofiling.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory one process keeps its recordings in, marked as in use by a file lock. On
 * opening, directories that dead processes left behind are deleted when they are too old
 * or too much.
 */
final class ProcessDirectory implements AutoCloseable {

	private static final String LOCK = "lock";

	private static final String PREFIX = "run-";

	private final Path base;

	private final Path path;

	private FileChannel lock;

	private ProcessDirectory(Path base, Path path) throws IOException {
		this.base = base;
		this.path = path;
		this.lock = lock(path);
	}

	static ProcessDirectory open(Path base, long maxBytes, Duration maxAge) throws IOException {
		createOwn(base);
		sweep(base, maxBytes, Instant.now().minus(maxAge));
		return new ProcessDirectory(base,
				Files.createTempDirectory(base, PREFIX + ProcessHandle.current().pid() + "-"));
	}

	/**
	 * Makes the directory again if somebody deleted it, a cleaner of temporary files for
	 * example.
	 */
	void restore() throws IOException {
		if (!Files.isDirectory(this.path, LinkOption.NOFOLLOW_LINKS)) {
			createOwn(this.base);
			Files.createDirectory(this.path, ownerOnly(this.path));
			this.lock.close();
			this.lock = lock(this.path);
		}
	}

	Path path() {
		return this.path;
	}

	@Override
	public void close() {
		try {
			this.lock.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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
		List<Path> abandoned;
		try (Stream<Path> children = Files.list(base)) {
			abandoned = children.filter((child) -> child.getFileName().toString().startsWith(PREFIX))
				.filter((child) -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
				.filter(ProcessDirectory::isAbandoned)
				.sorted(Comparator.comparing(ProcessDirectory::modified).reversed())
				.toList();
		}
		long kept = 0;
		for (Path child : abandoned) {
			kept += size(child);
			if (kept > maxBytes || modified(child).isBefore(oldest)) {
				delete(child);
			}
		}
	}

	private static boolean isAbandoned(Path directory) {
		Path file = directory.resolve(LOCK);
		if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
			// a process that is just starting has no lock yet
			return modified(directory).isBefore(Instant.now().minusSeconds(60));
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
				FileLock lock = channel.tryLock()) {
			return lock != null;
		}
		catch (IOException | OverlappingFileLockException ex) {
			return false;
		}
	}

	private static Instant modified(Path path) {
		return Instant.ofEpochMilli(path.toFile().lastModified());
	}

	private static long size(Path directory) {
		try (Stream<Path> children = Files.list(directory)) {
			return children.mapToLong((child) -> child.toFile().length()).sum();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static void delete(Path directory) {
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
