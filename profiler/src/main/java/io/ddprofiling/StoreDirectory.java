package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Finds where recordings are kept. They want a directory that nobody else has, but the
 * root of a container's volume belongs to {@code root} and everybody may write to it.
 */
final class StoreDirectory {

	private static final String NAME = "ddprofiling-"
			+ System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");

	private static final Path SELF = Path.of("/proc/self");

	private static final int ROOT = 0;

	private static final int UNKNOWN = -1;

	private StoreDirectory() {
	}

	static Path byDefault() {
		return Path.of(System.getProperty("java.io.tmpdir"), NAME);
	}

	/**
	 * The directory to use for the one that was asked for.
	 * @param asked the directory that was asked for
	 * @return it, or one in it if it is the root of a volume
	 */
	static Path in(Path asked) {
		// elsewhere than on Linux nobody is told from root, and there are no such volumes
		return Files.exists(SELF) ? in(asked, owner(SELF)) : asked;
	}

	static Path in(Path asked, int user) {
		boolean roots = user != ROOT && Files.isDirectory(asked, LinkOption.NOFOLLOW_LINKS) && owner(asked) == ROOT;
		return (roots && Files.isWritable(asked)) ? asked.resolve(NAME) : asked;
	}

	private static int owner(Path file) {
		try {
			return (int) Files.getAttribute(file, "unix:uid");
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			// what is wrong with it is said when it is opened
			return UNKNOWN;
		}
	}

}
