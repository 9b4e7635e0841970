package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

@EnabledOnOs(value = OS.LINUX, disabledReason = "volumes of containers are Linux's")
class StoreDirectoryTests {

	private static final int SOMEBODY = 10001;

	@TempDir
	private Path directory;

	@Test
	void rootOfAVolumeGetsADirectoryForTheUser() throws IOException {
		assumeThat(Files.getAttribute(this.directory, "unix:uid")).as("only root can make such a directory")
			.isEqualTo(0);

		assertThat(StoreDirectory.in(this.directory, SOMEBODY))
			.isEqualTo(this.directory.resolve(StoreDirectory.byDefault().getFileName()));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void ownDirectoryIsUsedItself() throws IOException {
		assertThat(StoreDirectory.in(this.directory)).isEqualTo(this.directory);
		assertThat(StoreDirectory.in(this.directory, (int) Files.getAttribute(this.directory, "unix:uid")))
			.isEqualTo(this.directory);
	}

	@Test
	void directoryThatIsStillToBeMadeIsUsedItself() {
		Path missing = this.directory.resolve("missing");

		assertThat(StoreDirectory.in(missing, SOMEBODY)).isEqualTo(missing);
	}

	@Test
	void linkIsLeftToBeRefused() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), this.directory);

		assertThat(StoreDirectory.in(link, SOMEBODY)).isEqualTo(link);
	}

}
