package io.ddprofiling.restricted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ddprofiling.ForkedJvm;
import io.ddprofiling.restricted.SystemCallFilter.SystemCall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Runs {@link RestrictedProgram} in a JVM that may do less than this one: bubblewrap
 * takes rights away, and {@code unshare} mounts what bubblewrap cannot.
 */
final class Sandbox {

	private static final List<String> READ_ONLY = List.of("bwrap", "--die-with-parent", "--ro-bind", "/", "/", "--dev",
			"/dev", "--proc", "/proc");

	private static final List<String> OWN_MOUNTS = List.of("unshare", "--user", "--map-root-user", "--mount");

	private final List<String> before = new ArrayList<>();

	private final List<String> restrictions = new ArrayList<>(READ_ONLY);

	private final List<String> options = new ArrayList<>();

	private Path filter = Path.of("/dev/null");

	private Sandbox() {
	}

	/**
	 * Begins with a sandbox where nothing can be written.
	 * @return the sandbox
	 */
	static Sandbox readOnly() throws Exception {
		assumeWorks(READ_ONLY, "bubblewrap (Debian: bubblewrap) and the right to use namespaces");
		return new Sandbox();
	}

	Sandbox writable(Path directory) {
		this.restrictions.addAll(List.of("--bind", directory.toString(), directory.toString()));
		return this;
	}

	// nothing but an empty directory of that name, where nothing can be executed
	Sandbox withoutExecution(Path directory) throws Exception {
		assumeWorks(OWN_MOUNTS, "unshare (Debian: util-linux) and the right to use namespaces");
		this.before.addAll(OWN_MOUNTS);
		this.before
			.addAll(List.of("sh", "-c", "mount -t tmpfs -o noexec tmpfs \"$0\" && exec \"$@\"", directory.toString()));
		return writable(directory);
	}

	Sandbox notRoot() {
		this.restrictions.addAll(List.of("--unshare-user", "--uid", "1000", "--gid", "1000"));
		return this;
	}

	Sandbox refusing(Path directory, SystemCall... calls) throws IOException {
		this.filter = Files.write(directory.resolve("filter.bpf"), SystemCallFilter.refusing(List.of(calls)));
		this.restrictions.addAll(List.of("--seccomp", "9"));
		return this;
	}

	Sandbox option(String option) {
		this.options.add(option);
		return this;
	}

	/**
	 * Runs the program to its end.
	 * @param arguments its arguments
	 * @return what it printed
	 */
	Map<String, String> run(Path... arguments) throws Exception {
		List<String> line = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 9<\"$0\"", this.filter.toString()));
		line.addAll(this.before);
		line.addAll(this.restrictions);
		line.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"--enable-native-access=ALL-UNNAMED", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
		line.addAll(this.options);
		line.add(RestrictedProgram.class.getName());
		List.of(arguments).forEach((argument) -> line.add(argument.toString()));
		return facts(ForkedJvm.run(new ProcessBuilder(line).redirectErrorStream(true), Duration.ofSeconds(60)));
	}

	private static Map<String, String> facts(List<String> lines) {
		Map<String, String> facts = new LinkedHashMap<>();
		for (String line : lines) {
			int sign = line.indexOf('=');
			if (sign > 0) {
				facts.put(line.substring(0, sign), line.substring(sign + 1));
			}
		}
		assertThat(facts).as(String.join("\n", lines)).containsEntry("ended", "well");
		return facts;
	}

	private static void assumeWorks(List<String> tool, String needed) throws Exception {
		List<String> line = new ArrayList<>(tool);
		line.add("true");
		int exit;
		try {
			exit = new ProcessBuilder(line).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		catch (IOException ex) {
			exit = -1;
		}
		assumeThat(exit).as("this test needs " + needed).isZero();
	}

}
