package io.ddprofiling.export;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WindowLoader}.
 */
class WindowLoaderTests {

	private final FakeOrigin origin = new FakeOrigin();

	private final WindowLoader loader = new WindowLoader(2);

	@Test
	void windowIsKeptUntilAllHaveLoadedIt() {
		ProfileWindow first = load(0);

		assertThat(load(0)).isSameAs(first);
		assertThat(load(0)).as("nobody needed it any more").isNotSameAs(first);
		assertThat(this.origin.loaded()).hasSize(2);
	}

	@Test
	void windowsThatFewAskForMakeRoom() {
		load(0);
		load(1);
		load(2);
		load(0);

		assertThat(this.origin.loaded()).hasSize(4);
	}

	private ProfileWindow load(int minute) {
		return this.loader.load(this.origin, Windows.recorded(minute, Path.of("recording.jfr")));
	}

}
