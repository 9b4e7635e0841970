package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of profilers whose classes are loaded again and again.
 */
class RestartTests {

	@TempDir
	private Path directory;

	@Test
	void eachClassLoaderIsProfiledAndNoneIsKept() throws Exception {
		Path store = this.directory.resolve("store");
		try (ForkedJvm jvm = ForkedJvm.start(this.directory.resolve("output"), RestartingApplication.class, store, 3)) {
			List<String> lines = jvm.join(Duration.ofMinutes(3));

			List<String> runs = lines.stream().filter((line) -> line.startsWith("state=")).toList();
			assertThat(runs).hasSize(3).allMatch((line) -> line.startsWith("state=running cpu=true "));
			assertThat(runs.get(0)).contains("off= ");
			assertThat(runs.subList(1, 3)).as("all record what the first does, but for what a JVM has once")
				.allMatch((line) -> line.contains("off=exception (another async-profiler traces methods"));
			// java.lang.runtime.ObjectMethods keeps the classes of the newest record
			assertThat(lines).last().isIn("alive=0", "alive=1");
		}
		assertThat(store).isEmptyDirectory();
	}

}
