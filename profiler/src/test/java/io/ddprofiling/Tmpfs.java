package io.ddprofiling;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * A file system in memory, mounted on a directory. A test that cannot mount one is
 * skipped.
 */
final class Tmpfs implements AutoCloseable {

	private final Path directory;

	private Tmpfs(Path directory) {
		this.directory = directory;
	}

	static Tmpfs mount(Path directory, String options) throws IOException {
		Files.createDirectories(directory);
		Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString()),
				"this user cannot mount a file system");
		return new Tmpfs(directory);
	}

	/**
	 * Write a file that leaves so much room.
	 */
	Path fillUpTo(long usableBytes) throws IOException {
		Path file = this.directory.resolve("filler");
		byte[] block = new byte[64 * 1024];
		try (OutputStream out = Files.newOutputStream(file)) {
			while (Files.getFileStore(this.directory).getUsableSpace() > usableBytes) {
				out.write(block);
			}
		}
		return file;
	}

	/**
	 * Write a file that leaves no room at all.
	 */
	Path fill() throws IOException {
		Path file = this.directory.resolve("filler");
		try (OutputStream out = Files.newOutputStream(file)) {
			assertThatIOException().isThrownBy(() -> {
				while (true) {
					out.write(new byte[64 * 1024]);
				}
			}).withMessageContaining("No space left");
		}
		return file;
	}

	@Override
	public void close() {
		// not at once, as a test that failed may have left a file open
		if (!run("umount", "-l", this.directory.toString())) {
			throw new IllegalStateException(this.directory + " is still mounted");
		}
	}

	private static boolean run(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
