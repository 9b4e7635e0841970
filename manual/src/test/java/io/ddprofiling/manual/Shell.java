package io.ddprofiling.manual;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Runs commands as the manual has them, but for the port and for identifiers, which are
 * those of the running shop. To {@code curl}, a status of 400 or more is a failure.
 */
final class Shell {

	private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

	private final RunningShop shop;

	private final Path directory;

	private final Map<String, String> identifiers = new LinkedHashMap<>();

	Shell(RunningShop shop) throws IOException {
		this.shop = shop;
		this.directory = Files.createTempDirectory(shop.directory(), "shell");
		Files.writeString(this.directory.resolve(".curlrc"), "fail-with-body\n");
	}

	static boolean has(String program) {
		return List.of(System.getenv("PATH").split(":"))
			.stream()
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
	}

	Result run(Example example) throws IOException, InterruptedException {
		String command = example.command().replace("localhost:8080", "localhost:" + this.shop.port());
		for (Map.Entry<String, String> identifier : this.identifiers.entrySet()) {
			command = command.replace(identifier.getKey(), identifier.getValue());
		}
		Path output = this.directory.resolve("output");
		ProcessBuilder builder = new ProcessBuilder("bash", "-o", "pipefail", "-c", command)
			.directory(this.directory.toFile())
			.redirectOutput(output.toFile())
			.redirectError(ProcessBuilder.Redirect.DISCARD);
		builder.environment()
			.putAll(Map.of("CURL_HOME", this.directory.toString(), "PPROF_TMPDIR", this.directory.toString(),
					"no_proxy", "*"));
		Process process = builder.start();
		process.getOutputStream().close();
		boolean ended = process.waitFor(1, TimeUnit.MINUTES);
		process.descendants().forEach(ProcessHandle::destroyForcibly);
		process.destroyForcibly();
		if (!ended) {
			throw new AssertionError("did not end within a minute: " + command);
		}
		String printed = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
		learn(String.join("\n", example.output()), printed);
		return new Result(process.exitValue(), printed);
	}

	/**
	 * Whether a command is about something that was answered before.
	 */
	boolean isOfACapture(Example example) {
		return this.identifiers.keySet().stream().anyMatch(example.command()::contains);
	}

	/**
	 * What was printed, with the identifiers that the manual has, and nothing of the
	 * machine.
	 */
	String asShown(String printed) {
		String shown = printed.replace(this.shop.directory().toString(), "/tmp/ddprofiling-shop")
			.replace(this.shop.agent().toString(), "http://localhost:8126")
			.replaceAll("\"host\": \"[^\"]+\"", "\"host\": \"shop-1\"");
		for (Map.Entry<String, String> identifier : this.identifiers.entrySet()) {
			shown = shown.replace(identifier.getValue(), identifier.getKey());
		}
		return shown;
	}

	// what follows may name an identifier that was just answered
	private void learn(String shown, String printed) {
		List<String> known = identifiers(shown);
		List<String> real = identifiers(printed);
		for (int index = 0; index < Math.min(known.size(), real.size()); index++) {
			this.identifiers.putIfAbsent(known.get(index), real.get(index));
		}
	}

	private static List<String> identifiers(String text) {
		return new ArrayList<>(UUID.matcher(text).results().map(MatchResult::group).distinct().toList());
	}

	/**
	 * What became of a command.
	 *
	 * @param status its exit status
	 * @param output what it printed
	 */
	record Result(int status, String output) {

	}

}
