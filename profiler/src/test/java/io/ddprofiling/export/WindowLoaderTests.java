package io.ddprofiling.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WindowLoader}.
 */
class WindowLoaderTests {

	private final FakeOrigin origin = new FakeOrigin();

	private final WindowLoader loader = new WindowLoader(2);

	private Path file;

	@BeforeEach
	void create(@TempDir Path directory) throws IOException {
		this.file = Files.createFile(directory.resolve("recording.jfr"));
	}

	@Test
	void windowIsKeptUntilAllHaveLoadedIt() throws IOException {
		ProfileWindow first = load(0);

		assertThat(load(0)).isSameAs(first);
		assertThat(load(0)).as("nobody needed it any more").isNotSameAs(first);
		assertThat(this.origin.loaded()).hasSize(2);
	}

	@Test
	void windowsThatFewAskForMakeRoom() throws IOException {
		load(0);
		load(1);
		load(2);
		load(0);

		assertThat(this.origin.loaded()).hasSize(4);
	}

	private ProfileWindow load(int minute) throws IOException {
		return this.loader.load(this.origin, Windows.recorded(minute, this.file));
	}

}
