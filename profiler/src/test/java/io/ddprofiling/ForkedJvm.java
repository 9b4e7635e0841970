package io.ddprofiling;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM of its own with the classes of this one.
 */
public final class ForkedJvm implements AutoCloseable {

	private final Process process;

	private final Path output;

	private ForkedJvm(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	public static ForkedJvm start(Path output, Class<?> program, Object... arguments) throws IOException {
		return start(output, List.of(), program, arguments);
	}

	public static ForkedJvm start(Path output, List<String> options, Class<?> program, Object... arguments)
			throws IOException {
		List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-cp", System.getProperty("java.class.path")));
		line.addAll(options);
		line.add(program.getName());
		for (Object argument : arguments) {
			line.add(argument.toString());
		}
		return new ForkedJvm(new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start(),
				output);
	}

	/**
	 * Run a program to its end, be it a good one or not.
	 */
	public static List<String> run(ProcessBuilder program, Duration longest) throws IOException, InterruptedException {
		Process process = program.start();
		try (BufferedReader reader = process.inputReader()) {
			List<String> lines = reader.lines().toList();
			assertThat(process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)).isTrue();
			return lines;
		}
		finally {
			process.destroyForcibly();
		}
	}

	public List<String> lines() throws IOException {
		return Files.readAllLines(this.output);
	}

	public void endInput() throws IOException {
		this.process.getOutputStream().close();
	}

	/**
	 * Wait until it has ended well.
	 */
	public List<String> join(Duration longest) throws IOException, InterruptedException {
		assertThat(this.process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)).as("ended: %s", lines()).isTrue();
		assertThat(this.process.exitValue()).as("%s", lines()).isZero();
		return lines();
	}

	/**
	 * End it like {@code kill -9}.
	 */
	public void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
