package io.ddprofiling.chunk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FileParts}.
 */
class FilePartsTests {

	@TempDir
	private Path directory;

	@Test
	void appendsAPart() throws IOException {
		Path source = Files.writeString(this.directory.resolve("source"), "0123456789");
		Path target = this.directory.resolve("target");

		assertThat(FileParts.append(source, 2, 3, target)).isZero();
		assertThat(FileParts.append(source, 7, 3, target)).isEqualTo(3);

		assertThat(target).hasContent("234789");
	}

	@Test
	void saysThatTheSourceEndsTooEarly() throws IOException {
		Path source = Files.writeString(this.directory.resolve("source"), "0123456789");

		assertThatExceptionOfType(EOFException.class)
			.isThrownBy(() -> FileParts.append(source, 7, 4, this.directory.resolve("target")))
			.withMessage("The recording " + source + " was cut short by somebody");
	}

	@Test
	void copiesInAnInterruptedThread() throws IOException {
		Path source = Files.writeString(this.directory.resolve("source"), "0123456789");
		Path target = this.directory.resolve("target");
		Thread.currentThread().interrupt();

		FileParts.append(source, 0, 10, target);

		assertThat(Thread.interrupted()).isTrue();
		assertThat(target).hasContent("0123456789");
	}

}
