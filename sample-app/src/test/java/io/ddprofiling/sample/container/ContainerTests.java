package io.ddprofiling.sample.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.ddprofiling.sample.kubernetes.Manifests;
import io.ddprofiling.testsupport.PprofFile;
import io.ddprofiling.testsupport.ProfileUpload;
import io.ddprofiling.testsupport.Received;
import io.ddprofiling.testsupport.UnixSocketAgent;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the shop in the container its manifest describes: Debian's seccomp profile, a
 * user without rights, a read-only root, half a processor and 512 MiB.
 */
@Tag("container")
@EnabledOnOs(value = OS.LINUX, disabledReason = "containers are Linux's")
class ContainerTests {

	private static final Duration PLENTY = Duration.ofMinutes(3);

	private static final String GROUP = "/ddprofiling-tests/pod3d274242-8ee0-11e9-a8a6-1e68d864ef1a/";

	private static final String[] TYPES = { "cpu-time", "wall-time", "alloc-space", "lock-acquire-wait",
			"exception-samples" };

	private static final int KILLED = 137;

	private static final int TERMINATED = 143;

	@TempDir
	private static Path shared;

	private static ContainerImage image;

	@TempDir
	private Path directory;

	private UnixSocketAgent agent;

	private final List<RuncContainer> containers = new ArrayList<>();

	@BeforeAll
	static void build() throws IOException {
		assumeThat(RuncContainer.isInstalled() && SeccompProfile.exists())
			.as("this test needs runc and %s (Debian: runc, golang-github-containers-common)", SeccompProfile.FILE)
			.isTrue();
		assumeThat(Files.isWritable(Path.of("/sys/fs/cgroup"))).as("this test makes control groups").isTrue();
		image = ContainerImage.create(shared.resolve("root"));
	}

	@BeforeEach
	void startAgent() throws IOException {
		this.agent = new UnixSocketAgent(Files.createDirectory(this.directory.resolve("agent")).resolve("apm.socket"));
		// as the agent's own
		Files.setPosixFilePermissions(this.agent.socket(), PosixFilePermissions.fromString("rwx-w--w-"));
		Files.setPosixFilePermissions(this.agent.socket().getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	@AfterEach
	void close() throws Exception {
		for (RuncContainer container : this.containers) {
			container.close();
		}
		this.agent.close();
	}

	@Test
	void shopIsProfiledServesThePageAndUploadsOverTheSocketUntilItIsTerminated() throws Exception {
		RuncContainer shop = run("a1", false);
		RestClient management = shop.client(1);
		await().atMost(PLENTY).until(() -> Stream.of(TYPES).allMatch(this::isUploaded));

		Map<String, String> headers = this.agent.uploads().get(0).headers();
		assertThat(headers).containsEntry("datadog-container-id", shop.id())
			.containsEntry("datadog-entity-id", "ci-" + shop.id())
			.containsEntry("datadog-external-env", "it-false,cn-shop,pu-3d274242");
		ProfileUpload upload = ProfileUpload.parse(this.agent.uploads().get(0));
		upload.assertConforms();
		assertThat(upload.tags()).containsEntry("service", "shop")
			.containsEntry("env", "prod")
			.containsEntry("version", "1.0.0")
			.containsEntry("host", "shop-5d8f7c9b4-x2x7q");
		JsonNode status = management.get().uri("/actuator/profiler").retrieve().body(JsonNode.class);
		assertThat(status.path("engine").asText()).startsWith("async-profiler");
		assertThat(status.path("types")).filteredOn((type) -> type.path("type").asText().equals("cpu"))
			.singleElement()
			.satisfies((cpu) -> assertThat(cpu.path("effective").asText()).isEqualTo("10ms ctimer"));
		assertThat(management.get().uri("/actuator/profiler/flamegraph").retrieve().body(String.class))
			.contains("<html", "io.ddprofiling.sample.Pricing.price");
		assertThat(management.get()
			.uri("/actuator/metrics/system.cpu.count")
			.retrieve()
			.body(JsonNode.class)
			.at("/measurements/0/value")
			.asInt()).as("half a processor, rounded up").isEqualTo(1);
		assertThat(shop.client(0).get().uri("/readyz").retrieve().body(String.class)).contains("UP");

		assertThrottledTimeIsInTheWallClockOnly(shop);

		int before = this.agent.accepted().size();
		shop.terminate();

		assertThat(shop.exitCode()).as(shop.log()).isEqualTo(TERMINATED);
		assertThat(this.agent.accepted()).as("the last window").hasSizeGreaterThan(before);
		assertThat(runs()).as("nothing is left to deliver").isEmpty();
	}

	@Test
	void windowsOfAContainerThatWasKilledForItsMemoryAreDeliveredByTheNext() throws Exception {
		RuncContainer killed = run("b2", false);
		killed.client(1);
		this.agent.awaitUploads(1, PLENTY);
		this.agent.respondWith(503);
		await().atMost(PLENTY).until(() -> refused() >= 2);
		String runtime = tag(this.agent.uploads().get(0), "runtime-id");
		Files.createFile(this.directory.resolve("volumes/temporary").resolve(GreedyShop.ALL_MEMORY));
		assertThat(killed.exitCode()).as(killed.log()).isEqualTo(KILLED);
		assertThat(killed.memoryKills()).as("the kernel did it, for the limit").isPositive();
		assertThat(runs()).hasSize(1);
		int accepted = acceptedOf(runtime).size();
		Files.delete(this.directory.resolve("volumes/temporary").resolve(GreedyShop.ALL_MEMORY));
		this.agent.respondWith(200);

		RuncContainer next = run("c3", true);
		next.client(1);

		await().atMost(PLENTY).until(() -> runs().size() == 1 && acceptedOf(runtime).size() > accepted + 1);
		List<ProfileUpload> windows = acceptedOf(runtime);
		for (int i = 1; i < windows.size(); i++) {
			assertThat(windows.get(i).start()).as("no gap and no repetition").isAfter(windows.get(i - 1).start());
		}
		// the very last may be too short for a sample
		assertThat(windows.subList(accepted, windows.size())).as("what could not be delivered")
			.anyMatch((window) -> window.pprof().total("cpu-time") > 0);
		await().atMost(PLENTY).until(() -> accepted().stream().anyMatch((upload) -> !isOf(upload, runtime)));
		Received last = this.agent.accepted().get(this.agent.accepted().size() - 1);
		assertThat(last.headers()).containsEntry("datadog-entity-id", "in-" + next.groupInode())
			.doesNotContainKey("datadog-container-id");
	}

	// A thread that would always run has no more than the container's half of a
	// processor. Part of its elapsed time has no stack: when it goes on, both signals are
	// due, and one finds the handler of the other.
	private void assertThrottledTimeIsInTheWallClockOnly(RuncContainer shop) throws Exception {
		String function = GreedyShop.class.getName() + ".takeAllTime";
		int throttled = shop.throttledPeriods();
		Files.createFile(this.directory.resolve("volumes/temporary").resolve(GreedyShop.ALL_TIME));
		int uploads = this.agent.uploads().size();
		// the first whole window after the one that is being recorded
		this.agent.awaitUploads(uploads + 3, PLENTY);
		PprofFile pprof = ProfileUpload.parse(this.agent.uploads().get(uploads + 2)).pprof();

		long window = pprof.duration().toNanos();
		long cpu = pprof.totalOf("cpu-time", function);
		assertThat(shop.throttledPeriods()).isGreaterThan(throttled);
		assertThat(cpu).isBetween(1L, window * 6 / 10);
		assertThat(pprof.totalOf("wall-time", function)).isGreaterThan(cpu + window / 10);
	}

	private RuncContainer run(String digits, boolean ownGroups) throws IOException {
		Path directory = Files.createDirectory(this.directory.resolve(digits));
		String id = digits.repeat(32);
		PodTemplateSpec pod = Manifests
			.deployment(Manifests.parse(Manifests.read(Manifests.DIRECTORY.resolve("base/deployment.yaml"))))
			.getSpec()
			.getTemplate();
		new ContainerBundle(pod, this.directory.resolve("volumes")).with("DD_PROFILING_UPLOAD_PERIOD", "5")
			.with("DD_PROFILING_STORE_FLUSH_INTERVAL", "1s")
			.with("DD_PROFILING_ENABLED", "auto")
			.with("DD_TRACE_AGENT_URL", "unix:///var/run/datadog/apm.socket")
			.with("DD_ENTITY_ID", "3d274242-8ee0-11e9-a8a6-1e68d864ef1a")
			.with("DD_EXTERNAL_ENV", "it-false,cn-shop,pu-3d274242")
			.write(directory, image, this.agent.socket().getParent(), GROUP + id, ownGroups,
					List.of("-XX:MaxDirectMemorySize=2g", "--enable-native-access=ALL-UNNAMED", "-cp",
							image.classPath(), GreedyShop.class.getName(), "--server.port=0",
							"--management.server.port=0"));
		RuncContainer container = RuncContainer.run(directory, id, GROUP + id);
		this.containers.add(container);
		return container;
	}

	private boolean isUploaded(String type) {
		return this.agent.uploads()
			.stream()
			.map((request) -> ProfileUpload.parse(request).pprof())
			.anyMatch((pprof) -> pprof.total(type) > 0);
	}

	private long refused() {
		List<Received> accepted = this.agent.accepted();
		return this.agent.uploads()
			.stream()
			.filter((upload) -> !accepted.contains(upload))
			.map((upload) -> ProfileUpload.parse(upload).start())
			.distinct()
			.count();
	}

	private List<ProfileUpload> accepted() {
		return this.agent.accepted().stream().map(ProfileUpload::parse).toList();
	}

	private List<ProfileUpload> acceptedOf(String runtime) {
		return accepted().stream().filter((upload) -> isOf(upload, runtime)).toList();
	}

	private static boolean isOf(ProfileUpload upload, String runtime) {
		return runtime.equals(upload.tags().get("runtime-id"));
	}

	private static String tag(Received upload, String name) {
		return ProfileUpload.parse(upload).tags().get(name);
	}

	// the directories of processes in the store; what is deleted meanwhile is not there
	private List<Path> runs() {
		return files(this.directory.resolve("volumes/profiles"))
			.flatMap((file) -> Stream.concat(Stream.of(file), files(file)))
			.filter((file) -> file.getFileName().toString().startsWith("run-"))
			.toList();
	}

	private static Stream<Path> files(Path directory) {
		String[] names = directory.toFile().list();
		return (names != null) ? Stream.of(names).map(directory::resolve) : Stream.empty();
	}

}
