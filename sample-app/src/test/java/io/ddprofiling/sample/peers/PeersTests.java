package io.ddprofiling.sample.peers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import com.sun.tools.attach.VirtualMachine;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.JfrTool;
import io.ddprofiling.testsupport.MultipartParser;
import io.ddprofiling.testsupport.Received;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the shop beside other profilers.
 */
@Tag("peers")
@EnabledOnOs({ OS.LINUX, OS.MAC })
@EnabledIfSystemProperty(named = "peers.directory", matches = ".+",
		disabledReason = "the profile 'peers' of the sample app fetches the agents")
class PeersTests {

	private static final Path AGENTS = Path.of(System.getProperty("peers.directory", ""));

	private static final Path DATADOG = AGENTS.resolve("dd-java-agent.jar");

	private static final Path PYROSCOPE = AGENTS.resolve("pyroscope-agent.jar");

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	@Test
	void leavesTheJvmToADatadogAgentThatProfiles() throws Exception {
		try (FakeAgent intake = new FakeAgent();
				ForkedShop shop = ForkedShop.start(this.directory, "-javaagent:" + DATADOG, url(intake),
						"-Ddd.instrumentation.telemetry.enabled=false", "-Ddd.remote_config.enabled=false",
						"-Ddd.jmxfetch.enabled=false", "-Ddd.crashtracking.enabled=false",
						"-Ddd.profiling.enabled=true", "-Ddd.profiling.start-delay=0",
						"-Ddd.profiling.start-force-first=true", "-Ddd.profiling.upload.period=5")) {
			assertThat(shop.get("/products/7/price")).contains("cents");
			assertThat(shop.status().get("state").asText()).isEqualTo("unavailable");
			assertThat(shop.status().get("reason").asText()).contains("dd-java-agent profiles this JVM already",
					"unset DD_PROFILING_ENABLED");
			assertThat(intake.awaitUploads(2, PATIENCE)).allSatisfy(
					(upload) -> assertThat(parts(upload)).anyMatch((part) -> part.filename().equals("main.jfr")));
			shop.stop();
		}
	}

	@Test
	void profilesBesideADatadogAgentThatDoesNot() throws Exception {
		try (FakeAgent intake = new FakeAgent();
				ForkedShop shop = ForkedShop.start(this.directory, "-javaagent:" + DATADOG, url(intake),
						"-Ddd.instrumentation.telemetry.enabled=false", "-Ddd.remote_config.enabled=false",
						"-Ddd.jmxfetch.enabled=false", "-Ddd.crashtracking.enabled=false")) {
			assertThat(shop.neighbours()).singleElement().asString().contains("dd-java-agent", "does not profile");
			assertThat(shop.log()).contains("There are other profilers: dd-java-agent");
			assertRecordsEverything(shop);
			await().atMost(PATIENCE)
				.until(() -> intake.requests().stream().anyMatch((request) -> request.path().contains("/traces")));
			assertThat(intake.uploads()).isEmpty();
			shop.stop();
		}
	}

	@Test
	void goesOnWhenADatadogAgentIsAttached() throws Exception {
		try (FakeAgent intake = new FakeAgent();
				ForkedShop shop = ForkedShop.start(this.directory, url(intake),
						"-Ddd.instrumentation.telemetry.enabled=false", "-Ddd.remote_config.enabled=false",
						"-Ddd.jmxfetch.enabled=false", "-Ddd.crashtracking.enabled=false",
						"-XX:+EnableDynamicAgentLoading")) {
			assertThat(shop.neighbours()).isEmpty();
			VirtualMachine jvm = VirtualMachine.attach(Long.toString(shop.pid()));
			try {
				jvm.loadAgent(DATADOG.toString());
			}
			finally {
				jvm.detach();
			}
			assertThat(shop.neighbours()).singleElement().asString().contains("dd-java-agent", "does not profile");
			assertRecordsEverything(shop);
			shop.stop();
		}
	}

	@Test
	void profilesBesidePyroscope() throws Exception {
		try (FakeAgent intake = new FakeAgent()) {
			intake.acceptPath("/ingest");
			try (ForkedShop shop = ForkedShop.start(this.directory, "-javaagent:" + PYROSCOPE,
					"-Dpyroscope.server.address=" + intake.url(), "-Dpyroscope.application.name=shop",
					"-Dpyroscope.upload.interval=5s", "-Dpyroscope.profiler.alloc=64k",
					"-Dpyroscope.profiler.lock=1ms")) {
				assertThat(shop.neighbours()).singleElement()
					.asString()
					.startsWith("Pyroscope's agent profiles this JVM, too")
					.contains("dd.profiling.lock.enabled=false");
				assertThat(shop.log()).contains("There are other profilers: Pyroscope");
				assertRecordsEverything(shop);
				awaitUploadSince(intake, intake.uploads().size(), "jdk.ExecutionSample",
						"jdk.ObjectAllocationInNewTLAB", "jdk.JavaMonitorEnter");
				shop.stop();
			}
		}
	}

	@Test
	void pyroscopeThatIsOffIsNoNeighbour() throws Exception {
		try (ForkedShop shop = ForkedShop.start(this.directory, "-javaagent:" + PYROSCOPE,
				"-Dpyroscope.agent.enabled=false")) {
			assertThat(shop.neighbours()).isEmpty();
			assertRecordsEverything(shop);
			shop.stop();
		}
	}

	@Test
	void goesOnWhenPyroscopeIsStarted() throws Exception {
		try (FakeAgent intake = new FakeAgent()) {
			intake.acceptPath("/ingest");
			try (ForkedShop shop = ForkedShop.start(this.directory, ShopBeforePyroscope.class,
					"-Dpyroscope.server.address=" + intake.url(), "-Dpyroscope.application.name=shop",
					"-Dpyroscope.upload.interval=5s", "-Dpyroscope.profiler.alloc=64k", "-Dpyroscope.profiler.lock=1ms",
					"-Dpeers.agent=" + PYROSCOPE)) {
				assertThat(shop.log()).doesNotContain("There are other profilers");
				intake.awaitUploads(2, PATIENCE);
				assertThat(shop.neighbours()).singleElement().asString().startsWith("Pyroscope's agent profiles");
				assertRecordsEverything(shop);
				awaitUploadSince(intake, intake.uploads().size(), "jdk.ExecutionSample", "jdk.JavaMonitorEnter");
				shop.stop();
			}
		}
	}

	@Test
	void profilesBesideAnotherAsyncProfiler() throws Exception {
		Path library = this.directory.toRealPath().resolve("libasyncProfiler.so");
		Path recording = this.directory.resolve("theirs.jfr");
		try (InputStream content = AsyncProfiler.class.getResourceAsStream(resource())) {
			Files.copy(content, library);
		}
		try (ForkedShop shop = ForkedShop.start(this.directory,
				"-agentpath:" + library + "=start,event=cpu,alloc=64k,lock=1ms,jfr,file=" + recording)) {
			assertThat(shop.neighbours()).singleElement()
				.asString()
				.startsWith("Another async-profiler is loaded in this JVM, " + library)
				.doesNotContain("theirs.jfr");
			assertRecordsEverything(shop);
			shop.stop();
			assertThat(JfrTool.summary(recording)).containsKeys("jdk.ExecutionSample", "jdk.ObjectAllocationInNewTLAB");
		}
	}

	@Test
	void profilesBesideTheFlightRecorder() throws Exception {
		Path recording = this.directory.resolve("theirs.jfr");
		try (ForkedShop shop = ForkedShop.start(this.directory,
				"-XX:StartFlightRecording=name=ops,settings=profile,filename=" + recording)) {
			assertThat(shop.neighbours()).singleElement().asString().contains("flight recorder", "'ops'");
			assertRecordsEverything(shop);
			shop.stop();
			assertThat(JfrTool.summary(recording)).hasEntrySatisfying("jdk.ExecutionSample",
					(count) -> assertThat(count).isPositive());
		}
	}

	private static void assertRecordsEverything(ForkedShop shop) {
		assertThat(shop.get("/products/7/price")).contains("cents");
		assertThat(shop.status().get("state").asText()).isEqualTo("running");
		for (String type : List.of("cpu", "wall", "allocation", "lock")) {
			await(type).atMost(PATIENCE)
				.until(() -> !shop.get("/actuator/profiler/collapsed?seconds=5&type=" + type).isBlank());
		}
	}

	// customers do not have to wait for each other in every few seconds
	private void awaitUploadSince(FakeAgent intake, int before, String... events) {
		await().atMost(PATIENCE).untilAsserted(() -> {
			List<Received> uploads = intake.uploads();
			assertThat(uploads).hasSizeGreaterThan(before);
			assertThat(events(uploads.get(uploads.size() - 1))).extractingByKeys(events)
				.allSatisfy((count) -> assertThat(count).isPositive());
		});
	}

	private Map<String, Long> events(Received upload) throws IOException {
		byte[] content = parts(upload).stream()
			.filter((part) -> part.name().equals("jfr"))
			.findFirst()
			.orElseThrow()
			.content();
		Path file = this.directory.resolve("upload.jfr");
		try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
			Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
		}
		return JfrTool.summary(file);
	}

	private static List<MultipartParser.Part> parts(Received upload) {
		return MultipartParser.parse(upload.headers().get("content-type"), upload.body());
	}

	private static String url(FakeAgent intake) {
		return "-Ddd.trace.agent.url=" + intake.url();
	}

	private static String resource() {
		if (System.getProperty("os.name").startsWith("Mac")) {
			return "/macos/libasyncProfiler.so";
		}
		return System.getProperty("os.arch").equals("aarch64") ? "/linux-arm64/libasyncProfiler.so"
				: "/linux-x64/libasyncProfiler.so";
	}

}
