package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.ddprofiling.ForkedJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NativeLibrary}, in JVMs of their own.
 */
class NativeLibraryTests {

	@TempDir
	private Path directory;

	@Test
	void missingLibraryIsNamedWithTheRemedy() throws Exception {
		Path missing = this.directory.resolve("missing.so");

		assertThat(load(List.of(), missing.toString())).singleElement()
			.asString()
			.startsWith("refused The native library " + missing + " cannot be loaded")
			.contains("dd.profiling.library-path");
	}

	@Test
	void fileThatIsNoLibraryIsNamed() throws Exception {
		Path text = Files.writeString(this.directory.resolve("text.so"), "not a library");

		assertThat(load(List.of(), text.toString())).singleElement()
			.asString()
			.startsWith("refused The native library " + text + " cannot be loaded")
			.contains("dd.profiling.library-path");
	}

	@Test
	void missingDirectoriesToExtractToAreNamedWithTheRemedy() throws Exception {
		Path missing = this.directory.resolve("missing");
		Path temporary = this.directory.resolve("none");

		assertThat(run(List.of("-Djava.io.tmpdir=" + temporary), "-", missing.toString())).singleElement()
			.asString()
			.startsWith("refused The native library cannot be extracted to " + missing)
			.contains("nor extracted to " + temporary, "set dd.profiling.store.directory to a writable directory",
					"dd.profiling.library-path");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void temporaryDirectoryIsUsedWhereTheStoreCannotBe() throws Exception {
		Path temporary = Files.createDirectory(this.directory.resolve("temporary"));

		assertThat(run(List.of("-Djava.io.tmpdir=" + temporary), "-", this.directory.resolve("missing").toString()))
			.singleElement()
			.asString()
			.startsWith("loaded");
		assertThat(temporary).isEmptyDirectory();
	}

	@Test
	void unknownPlatformIsNamed() throws Exception {
		assertThat(load(List.of("-Dos.name=Windows 11", "-Dos.arch=amd64"), "-")).containsExactly(
				"refused async-profiler does not run on windows 11/amd64, only on Linux (x64, arm64)" + " and macOS");
		assertThat(load(List.of("-Dos.name=Linux", "-Dos.arch=s390x"), "-")).singleElement()
			.asString()
			.contains("linux/s390x");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void anotherAttemptAfterAFailureSucceedsAndLeavesNoFile() throws Exception {
		Path missing = this.directory.resolve("missing.so");

		assertThat(load(List.of(), missing.toString(), "-")).satisfiesExactly(
				(first) -> assertThat(first).startsWith("refused"),
				(second) -> assertThat(second).startsWith("loaded"));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void libraryIsLoadedOnceOnly() throws Exception {
		Path missing = this.directory.resolve("missing.so");

		assertThat(load(List.of(), "-", missing.toString())).hasSize(2).allMatch((line) -> line.startsWith("loaded"));
	}

	@Test
	void libraryOfTheSystemPropertyIsUsed() throws Exception {
		Path missing = this.directory.resolve("missing.so");

		assertThat(load(List.of("-Done.profiler.libraryPath=" + missing), "-")).singleElement()
			.asString()
			.startsWith("refused The native library " + missing)
			.contains("set -Done.profiler.libraryPath to");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void givenLibraryComesBeforeTheOneOfTheSystemProperty() throws Exception {
		Path missing = this.directory.resolve("missing.so");
		Path other = this.directory.resolve("other.so");

		assertThat(load(List.of("-Done.profiler.libraryPath=" + missing), other.toString())).singleElement()
			.asString()
			.startsWith("refused The native library " + other)
			.contains("set dd.profiling.library-path to");
	}

	private List<String> load(List<String> options, String... libraries) throws Exception {
		String[] arguments = Arrays.copyOf(libraries, libraries.length + 1);
		arguments[libraries.length] = this.directory.toString();
		return run(options, arguments);
	}

	private static List<String> run(List<String> options, String... arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
		command.addAll(options);
		command.add(NativeLibraryProgram.class.getName());
		command.addAll(List.of(arguments));
		return ForkedJvm.run(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD),
				Duration.ofSeconds(30));
	}

}
