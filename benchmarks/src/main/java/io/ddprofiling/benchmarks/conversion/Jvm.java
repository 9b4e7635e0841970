package io.ddprofiling.benchmarks.conversion;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Another JVM with the class path of this one.
 */
final class Jvm {

	private Jvm() {
	}

	static String run(Class<?> program, List<String> options, String... arguments)
			throws IOException, InterruptedException {
		List<String> line = new ArrayList<>(List.of(java()));
		line.addAll(options);
		line.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
		line.addAll(List.of(arguments));
		Process process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IOException(program.getSimpleName() + " failed: " + output);
		}
		return output;
	}

	static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

}
