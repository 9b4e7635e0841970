package io.ddprofiling.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a small file that appears whole or not at all.
 */
final class WholeFile {

	private WholeFile() {
	}

	static void write(Path file, byte[] content) throws IOException {
		Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
		// not a channel: an interrupt, which may end a delivery, would close it
		try (OutputStream out = new FileOutputStream(unfinished.toFile())) {
			out.write(content);
		}
		catch (IOException ex) {
			unfinished.toFile().delete();
			throw ex;
		}
		Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
	}

}
