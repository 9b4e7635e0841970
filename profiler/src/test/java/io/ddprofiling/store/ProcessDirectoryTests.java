package io.ddprofiling.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

class ProcessDirectoryTests {

	private static final Duration HOUR = Duration.ofHours(1);

	@TempDir
	private Path directory;

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void nobodyElseCanLookIn() throws IOException {
		Path base = this.directory.resolve("parent").resolve("base");
		try (ProcessDirectory own = open(base)) {
			assertThat(permissions(base)).isEqualTo("rwx------");
			assertThat(permissions(own.path())).isEqualTo("rwx------");
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void nobodyElseCanLookIntoADirectoryInAnOpenBase() throws IOException {
		Path base = Files.createDirectory(this.directory.resolve("base"));
		Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxrwxrwx"));
		try (ProcessDirectory own = open(base)) {
			assertThat(permissions(own.path())).isEqualTo("rwx------");
		}
	}

	@Test
	void directoryIsNamedAfterTheProcess() throws IOException {
		try (ProcessDirectory own = open(this.directory)) {
			assertThat(own.path()).hasParent(this.directory);
			assertThat(own.path().getFileName().toString()).startsWith("run-" + ProcessHandle.current().pid() + "-");
		}
	}

	@Test
	void baseThatIsAFileIsRefused() throws IOException {
		Path base = Files.writeString(this.directory.resolve("base"), "a file");

		assertThatIOException().isThrownBy(() -> open(base)).withMessage(base + " is not a directory");
		assertThat(base).hasContent("a file");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void baseThatIsALinkIsRefused() throws IOException {
		Path elsewhere = Files.createDirectory(this.directory.resolve("elsewhere"));
		Path base = Files.createSymbolicLink(this.directory.resolve("base"), elsewhere);

		assertThatIOException().isThrownBy(() -> open(base))
			.withMessage(base + " is a symbolic link, name its target instead");
		assertThat(elsewhere).isEmptyDirectory();
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void baseOfSomebodyElseIsRefused() throws IOException {
		Path base = Files.createDirectory(this.directory.resolve("base"));
		assumeThat(giveAway(base)).as("only root can give a directory away").isTrue();

		assertThatIOException().isThrownBy(() -> open(base)).withMessageContaining(base + " belongs to ");
		assertThat(base).isEmptyDirectory();
	}

	@Test
	void closeDeletesTheDirectory() throws IOException {
		ProcessDirectory own = open(this.directory);
		Files.writeString(own.path().resolve("recording-1.jfr"), "recording");

		own.close();

		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void directoryThatSomebodyDeletedIsMadeAgainAndInUse() throws IOException {
		Path base = this.directory.resolve("base");
		try (ProcessDirectory own = open(base)) {
			Files.delete(own.path().resolve("lock"));
			Files.delete(own.path());
			Files.delete(base);

			own.restore();

			assertThat(own.path()).isDirectoryContaining("glob:**/lock");
			Files.setLastModifiedTime(own.path(), FileTime.from(Instant.now().minus(Duration.ofDays(1))));
			open(base).close();
			assertThat(own.path()).exists();
		}
	}

	@Test
	void directoryOfADeadProcessIsDeletedWhenItIsOld() throws IOException {
		Path old = abandoned("run-1-old", Duration.ofMinutes(61), 10);
		Path young = abandoned("run-1-young", Duration.ofMinutes(59), 10);

		try (ProcessDirectory own = open(this.directory)) {
			assertThat(old).doesNotExist();
			assertThat(young.resolve("recording-1.jfr")).exists();
			assertThat(own.path()).exists();
		}
	}

	@Test
	void newestDirectoriesOfDeadProcessesAreKeptWithinTheBytes() throws IOException {
		Path oldest = abandoned("run-1-a", Duration.ofMinutes(30), 1);
		Path middle = abandoned("run-1-b", Duration.ofMinutes(20), 600);
		Path newest = abandoned("run-1-c", Duration.ofMinutes(10), 600);

		try (ProcessDirectory own = ProcessDirectory.open(this.directory, 1000, HOUR)) {
			assertThat(newest).exists();
			assertThat(middle).doesNotExist();
			assertThat(oldest).doesNotExist();
		}
	}

	@Test
	void directoryWithoutLockIsLeftAloneForAMinute() throws IOException {
		Path starting = Files.createDirectory(this.directory.resolve("run-1-starting"));
		Path dead = Files.createDirectory(this.directory.resolve("run-1-dead"));
		age(dead, Duration.ofMinutes(61));

		try (ProcessDirectory own = ProcessDirectory.open(this.directory, 1000, Duration.ZERO)) {
			assertThat(starting).exists();
			assertThat(dead).doesNotExist();
		}
	}

	@Test
	void whatIsNotOursIsLeftAlone() throws IOException {
		Path file = Files.writeString(this.directory.resolve("run-of-the-mill"), "a file");
		Path other = Files.createDirectory(this.directory.resolve("other"));
		age(other, Duration.ofDays(1));

		try (ProcessDirectory own = open(this.directory)) {
			assertThat(file).exists();
			assertThat(other).exists();
		}
	}

	@Test
	void directoryOfALiveProcessIsKeptUntilItDies() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), DirectoryHolder.class.getName(), this.directory.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader output = process.inputReader()) {
			Path held = Path.of(output.readLine());
			age(held, Duration.ofDays(1));
			try (ProcessDirectory own = open(this.directory)) {
				assertThat(held).exists();
			}

			process.getOutputStream().close();
			process.waitFor();
			assertThat(held).exists();
			age(held, Duration.ofDays(1));
			try (ProcessDirectory own = open(this.directory)) {
				assertThat(held).doesNotExist();
			}
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static ProcessDirectory open(Path base) throws IOException {
		return ProcessDirectory.open(base, 1000, HOUR);
	}

	private Path abandoned(String name, Duration age, int bytes) throws IOException {
		Path abandoned = Files.createDirectory(this.directory.resolve(name));
		Files.createFile(abandoned.resolve("lock"));
		Files.write(abandoned.resolve("recording-1.jfr"), new byte[bytes]);
		age(abandoned, age);
		return abandoned;
	}

	private static void age(Path path, Duration age) throws IOException {
		Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
	}

	private static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

	private static boolean giveAway(Path path) {
		try {
			Files.setAttribute(path, "unix:uid", 65534);
			return true;
		}
		catch (IOException | UnsupportedOperationException ex) {
			return false;
		}
	}

}
