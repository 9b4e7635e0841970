package io.ddprofiling.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program with a limit of time that must succeed.
 */
final class Command {

	private final List<String> line;

	private final Map<String, String> environment = new LinkedHashMap<>();

	private Duration timeout = Duration.ofSeconds(60);

	Command(List<String> line) {
		this.line = line;
	}

	Command with(String variable, String value) {
		this.environment.put(variable, value);
		return this;
	}

	Command within(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	/**
	 * Run in a directory of its own, failing with an {@link AssertionError}.
	 * @param temporaryVariable the variable that shall name the directory
	 * @return the standard output
	 */
	String run(String temporaryVariable) {
		try {
			Path directory = Files.createTempDirectory("ddprofiling-command");
			try {
				return with(temporaryVariable, directory.toString()).run(directory);
			}
			finally {
				delete(directory);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String run(Path directory) throws IOException {
		Path output = directory.resolve("output");
		Path error = directory.resolve("error");
		ProcessBuilder builder = new ProcessBuilder(this.line).directory(directory.toFile())
			.redirectOutput(output.toFile())
			.redirectError(error.toFile());
		builder.environment().putAll(this.environment);
		Process process = builder.start();
		try {
			process.getOutputStream().close();
			boolean ended = process.waitFor(this.timeout.toSeconds(), TimeUnit.SECONDS);
			Check.that(ended, "%s did not end within %s: %s", this.line, this.timeout, Files.readString(error));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("interrupted while waiting for " + this.line, ex);
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
		Check.that(process.exitValue() == 0, "%s exited with %d: %s", this.line, process.exitValue(),
				Files.readString(error));
		return Files.readString(output);
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted((first, second) -> second.compareTo(first)).toList()) {
				Files.deleteIfExists(file);
			}
		}
	}

}
