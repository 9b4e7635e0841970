package io.ddprofiling.sample.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddprofiling.sample.SampleApplication;

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The shop in a JVM of its own, beside an agent that reaches nothing but this machine.
 */
final class ForkedShop implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final int ENDED_BY_SIGTERM = 143;

	private final Path directory;

	private final Path output;

	private final Process process;

	private final RestClient client;

	private ForkedShop(Path directory, Class<?> main, List<String> options) throws IOException {
		this.directory = directory;
		this.output = directory.resolve("output");
		this.process = start(main, options);
		await().atMost(Duration.ofMinutes(2)).until(() -> port().find() || !this.process.isAlive());
		Matcher port = port();
		assertThat(port.find()).as(log()).isTrue();
		this.client = RestClient.create("http://localhost:" + port.group(1));
	}

	static ForkedShop start(Path directory, String... options) throws IOException {
		return start(directory, SampleApplication.class, options);
	}

	static ForkedShop start(Path directory, Class<?> main, String... options) throws IOException {
		return new ForkedShop(directory, main, List.of(options));
	}

	long pid() {
		return this.process.pid();
	}

	String log() throws IOException {
		return Files.readString(this.output);
	}

	String get(String path) {
		String body = this.client.get().uri(path).retrieve().body(String.class);
		return (body != null) ? body : "";
	}

	JsonNode status() {
		try {
			return new ObjectMapper().readTree(get("/actuator/profiler"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	List<String> neighbours() {
		List<String> notes = new ArrayList<>();
		status().get("neighbours").forEach((note) -> notes.add(note.asText()));
		return notes;
	}

	/**
	 * Ends the shop as an operator would, and sees to it that it did not crash.
	 */
	void stop() throws IOException, InterruptedException {
		this.process.destroy();
		assertThat(this.process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
		assertThat(this.process.exitValue()).as(log()).isEqualTo(ENDED_BY_SIGTERM);
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).noneMatch((file) -> file.getFileName().toString().startsWith("hs_err"));
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	private Matcher port() throws IOException {
		return PORT.matcher(Files.exists(this.output) ? log() : "");
	}

	private Process start(Class<?> main, List<String> options) throws IOException {
		Path hosts = Files.writeString(this.directory.resolve("hosts"), "127.0.0.1 localhost\n");
		List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-cp", classPath(), "-Djdk.net.hosts.file=" + hosts,
				"-DsocksProxyHost=127.0.0.1", "-DsocksProxyPort=9"));
		line.addAll(options);
		line.addAll(List.of(main.getName(), "--server.port=0", "--dd.profiling.upload.enabled=false",
				"--dd.profiling.lock.interval=1ms", "--dd.profiling.allocation.interval=64KB",
				"--dd.profiling.store.directory=" + this.directory.resolve("store")));
		ProcessBuilder builder = new ProcessBuilder(line).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.output.toFile());
		builder.environment()
			.keySet()
			.removeIf((name) -> name.startsWith("DD_") || name.startsWith("PYROSCOPE_") || name.startsWith("JAVA_"));
		return builder.start();
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

}
