package io.ddprofiling.jfr;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.ddprofiling.ForkedJvm;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that profiles of two processes name the same code the same.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class TwoProcessesTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "async-profiler", "jfr" })
	void generatedCodeIsNamedTheSame(String engine) throws Exception {
		try (ForkedJvm one = start(engine, 0); ForkedJvm other = start(engine, 7)) {
			List<String> functions = functions(one);

			assertThat(functions).contains("io.ddprofiling.jfr.GeneratedCode$$Lambda.call",
					"io.ddprofiling.jfr.GeneratedCode$Hidden.get", "io.ddprofiling.jfr.$Proxy.run");
			assertThat(functions(other)).isEqualTo(functions);
		}
	}

	private ForkedJvm start(String engine, int moved) throws Exception {
		Path own = Files.createDirectory(this.directory.resolve("process-" + moved));
		return ForkedJvm.start(own.resolve("output"), GeneratedCode.class, engine, own, moved);
	}

	// without the log
	private static List<String> functions(ForkedJvm process) throws Exception {
		return process.join(Duration.ofSeconds(60)).stream().filter((line) -> !line.contains(" ")).toList();
	}

}
