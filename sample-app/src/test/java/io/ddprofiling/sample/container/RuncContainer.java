package io.ddprofiling.sample.container;

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

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A container that {@code runc} runs.
 */
final class RuncContainer implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Pattern KILLS = Pattern.compile("(?m)^oom_kill (\\d+)$");

	private static final Pattern THROTTLED = Pattern.compile("(?m)^nr_throttled (\\d+)$");

	private static final Path GROUPS = Path.of("/sys/fs/cgroup");

	private static final boolean UNIFIED = Files.exists(GROUPS.resolve("cgroup.controllers"));

	private final Path directory;

	private final String id;

	private final String group;

	private final Process process;

	private RuncContainer(Path directory, String id, String group) throws IOException {
		this.directory = directory;
		this.id = id;
		this.group = group;
		this.process = new ProcessBuilder(line("run", "--keep", "--bundle", directory.toString(), id))
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("output").toFile())
			.start();
	}

	static RuncContainer run(Path bundle, String id, String group) throws IOException {
		return new RuncContainer(bundle, id, group);
	}

	static boolean isInstalled() {
		try {
			return new ProcessBuilder("runc", "--version").redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			// it is not
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	String id() {
		return this.id;
	}

	/**
	 * A client of the shop (0) or of its management (1), once that is up.
	 * @param server the number of the server
	 * @return the client
	 */
	RestClient client(int server) {
		await().atMost(Duration.ofMinutes(3)).until(() -> ports().size() > server || !this.process.isAlive());
		assertThat(ports()).as(log()).hasSizeGreaterThan(server);
		return RestClient.create("http://localhost:" + ports().get(server));
	}

	String log() {
		try {
			return Files.readString(this.directory.resolve("output"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * How often the kernel killed a process of the container for the limit of its memory.
	 * @return the number
	 */
	int memoryKills() throws IOException {
		Path events = group("memory").resolve("memory.events");
		return number(KILLS, Files.exists(events) ? events : group("memory").resolve("memory.oom_control"));
	}

	/**
	 * In how many periods the container had to wait as it had used its share.
	 * @return the number
	 */
	int throttledPeriods() throws IOException {
		return number(THROTTLED, group("cpu").resolve("cpu.stat"));
	}

	long groupInode() throws IOException {
		return ((Number) Files.getAttribute(group("memory"), "unix:ino")).longValue();
	}

	// in the first version of control groups each controller has groups of its own
	private Path group(String controller) {
		return (UNIFIED ? GROUPS : GROUPS.resolve(controller)).resolve(this.group.substring(1));
	}

	private static int number(Pattern line, Path file) throws IOException {
		Matcher matcher = line.matcher(Files.readString(file));
		assertThat(matcher.find()).as(line + " in " + file).isTrue();
		return Integer.parseInt(matcher.group(1));
	}

	/**
	 * Sends what a kubelet sends.
	 */
	void terminate() throws IOException, InterruptedException {
		assertThat(new ProcessBuilder(line("kill", this.id, "TERM")).inheritIO().start().waitFor()).isZero();
	}

	int exitCode() throws InterruptedException {
		assertThat(this.process.waitFor(120, TimeUnit.SECONDS)).as(log()).isTrue();
		return this.process.exitValue();
	}

	@Override
	public void close() throws IOException, InterruptedException {
		new ProcessBuilder(line("delete", "--force", this.id)).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor();
		this.process.waitFor(10, TimeUnit.SECONDS);
		try (Stream<Path> hierarchies = UNIFIED ? Stream.of(GROUPS) : Files.list(GROUPS)) {
			for (Path hierarchy : hierarchies.toList()) {
				removeParents(hierarchy.resolve(this.group.substring(1)));
			}
		}
	}

	// runc leaves those it made; one that another container is in stays
	private static void removeParents(Path group) {
		group.getParent().toFile().delete();
		group.getParent().getParent().toFile().delete();
	}

	private List<String> ports() {
		List<String> ports = new ArrayList<>();
		Matcher matcher = PORT.matcher(log());
		while (matcher.find()) {
			ports.add(matcher.group(1));
		}
		return ports;
	}

	private List<String> line(String... arguments) {
		List<String> line = new ArrayList<>(List.of("runc", "--root", this.directory.resolve("state").toString()));
		line.addAll(List.of(arguments));
		return line;
	}

}
