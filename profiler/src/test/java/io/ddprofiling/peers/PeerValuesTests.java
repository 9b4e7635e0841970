package io.ddprofiling.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ddprofiling.ForkedJvm;
import io.ddprofiling.export.Intake;
import jdk.jfr.consumer.RecordedEvent;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

/**
 * The values that Grafana's Java agent and the profiler upload of a program that knows
 * what it costs.
 */
@Tag("peers")
@EnabledOnOs({ OS.LINUX, OS.MAC })
@EnabledIfSystemProperty(named = "peers.directory", matches = ".+",
		disabledReason = "the profile 'peers' fetches the agent")
class PeerValuesTests {

	private static final Path AGENT = Path.of(System.getProperty("peers.directory", ""), "pyroscope-agent.jar");

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final long PERIOD = 10_000_000;

	private static final long INTERVAL = 64 * 1024;

	/**
	 * Four hundred samples of 10 ms, or three thousand of 64 KB, are this exact with a
	 * margin of three standard deviations and some for a busy machine.
	 */
	private static final Percentage TOLERANCE = withinPercentage(12);

	private final Intake intake = new Intake();

	@TempDir
	private Path directory;

	private Map<String, Long> costs = Map.of();

	@AfterEach
	void close() {
		this.intake.close();
	}

	@Test
	void oursAreWhatTheProgramCosts() throws Exception {
		PeerRequests requests = ours();

		requests.validate();
		assertThat(requests.pprofTypes()).contains("cpu/nanoseconds", "alloc_in_new_tlab_objects/count",
				"alloc_in_new_tlab_bytes/bytes", "contentions/count", "delay/nanoseconds");
		assertThat(requests.otlpTypes()).contains("cpu/nanoseconds per 10000000 cpu/nanoseconds",
				"alloc_space/bytes per 65536 memory/bytes", "delay/nanoseconds per 1000000 mutex/nanoseconds");
		for (String method : List.of("burnMore", "burnLess")) {
			assertThat(requests.pprof("cpu/nanoseconds", method)).as(method).isCloseTo(cost(method), TOLERANCE);
			assertThat(requests.otlp("cpu", method)).isEqualTo(requests.pprof("cpu/nanoseconds", method));
		}
		for (String method : List.of("makeSmall", "makeLarge")) {
			assertThat(requests.pprof("alloc_in_new_tlab_bytes/bytes", method)).as(method)
				.isCloseTo(cost(method), TOLERANCE);
			assertThat(requests.otlp("alloc_space", method))
				.isEqualTo(requests.pprof("alloc_in_new_tlab_bytes/bytes", method));
		}
		assertThat(requests.pprof("alloc_in_new_tlab_objects/count", "makeSmall")).isCloseTo(200_000, TOLERANCE);
		assertThat(requests.pprof("contentions/count", "waitForLock")).isCloseTo(cost("waits"), TOLERANCE);
		assertThat(requests.pprof("delay/nanoseconds", "waitForLock")).isCloseTo(cost("waitForLock"), TOLERANCE);
		assertThat(requests.otlp("delay", "waitForLock")).isEqualTo(requests.pprof("delay/nanoseconds", "waitForLock"));
		assertThat(requests.pprof("cpu/nanoseconds", "")).isBetween(burnt(), cost("process"));
	}

	@Test
	void recordingsOfGrafanasAgentSayTheSameButForWhatIsNotScaled() throws Exception {
		PeerRequests requests = theirs("-Dpyroscope.format=jfr", "-Dpyroscope.profiler.alloc=64k",
				"-Dpyroscope.profiler.lock=1ms");

		for (String method : List.of("burnMore", "burnLess")) {
			assertThat(requests.recorded("jdk.ExecutionSample", (sample) -> PERIOD, method)).as(method)
				.isCloseTo(cost(method), TOLERANCE);
		}
		assertThat(requests.recorded("jdk.ExecutionSample", (sample) -> PERIOD, "")).isBetween(burnt(),
				cost("process"));
		assertThat(allocated(requests, "makeSmall")).isCloseTo(cost("makeSmall"), TOLERANCE);
		// a sample stands for the interval, or for the object if that is larger: what is
		// not much smaller than the interval is sampled with the probability 1 -
		// exp(-size/interval), for which ours are corrected
		double sampled = 1 - Math.exp(-100_016.0 / INTERVAL);
		assertThat(allocated(requests, "makeLarge")).isCloseTo((long) (sampled * cost("makeLarge")), TOLERANCE);
		// their count is that of the samples, ours that of the objects
		assertThat(requests.recorded("jdk.ObjectAllocationInNewTLAB", (sample) -> 1, "makeSmall"))
			.isCloseTo(cost("makeSmall") / INTERVAL, TOLERANCE);
		assertThat(requests.recorded("jdk.JavaMonitorEnter", (sample) -> 1, "waitForLock")).isCloseTo(cost("waits"),
				TOLERANCE);
		assertThat(requests.recorded("jdk.JavaMonitorEnter", PeerRequests::nanos, "waitForLock"))
			.isCloseTo(cost("waitForLock"), TOLERANCE);
	}

	@Test
	void otlpOfGrafanasAgentSaysTheSameUnderOtherNames() throws Exception {
		PeerRequests requests = theirs("-Dpyroscope.format=otlp");

		assertThat(requests.otlpTypes()).containsExactly("itimer/ns per 10000000 itimer/ns");
		for (String method : List.of("burnMore", "burnLess")) {
			assertThat(requests.otlp("itimer", method)).as(method).isCloseTo(cost(method), TOLERANCE);
		}
		assertThat(requests.otlp("itimer", "")).isBetween(burnt(), cost("process"));
	}

	private PeerRequests ours() throws Exception {
		try (ForkedJvm jvm = ForkedJvm.start(output(), KnownWork.class, this.intake.url(),
				this.directory.resolve("store"))) {
			awaitCosts(jvm);
			jvm.endInput();
			jvm.join(PATIENCE);
		}
		return new PeerRequests(this.intake.requests());
	}

	private PeerRequests theirs(String... options) throws Exception {
		List<String> all = Stream
			.concat(Stream.of("-javaagent:" + AGENT, "-Dpyroscope.server.address=" + this.intake.url(),
					"-Dpyroscope.application.name=known", "-Dpyroscope.upload.interval=3s"), Arrays.stream(options))
			.toList();
		try (ForkedJvm jvm = ForkedJvm.start(output(), all, KnownWork.class)) {
			awaitCosts(jvm);
			// the one that was being sent, and one with the end of the work
			int uploads = this.intake.requests().size();
			await().atMost(PATIENCE).until(() -> this.intake.requests().size() >= uploads + 2);
			jvm.endInput();
			jvm.join(PATIENCE);
		}
		return new PeerRequests(this.intake.requests());
	}

	private Path output() {
		return this.directory.resolve("output");
	}

	private void awaitCosts(ForkedJvm jvm) throws IOException {
		await().atMost(PATIENCE).until(() -> costs(jvm), (line) -> line.endsWith("}"));
		this.costs = costsOf(costs(jvm));
	}

	private long cost(String what) {
		return this.costs.get(what);
	}

	private long burnt() {
		return (long) (0.88 * (cost("burnMore") + cost("burnLess")));
	}

	private static long allocated(PeerRequests requests, String method) {
		return requests.recorded("jdk.ObjectAllocationInNewTLAB", PeerValuesTests::buffer, method)
				+ requests.recorded("jdk.ObjectAllocationOutsideTLAB", PeerValuesTests::object, method);
	}

	private static long buffer(RecordedEvent event) {
		return event.getLong("tlabSize");
	}

	private static long object(RecordedEvent event) {
		return event.getLong("allocationSize");
	}

	private static String costs(ForkedJvm jvm) throws IOException {
		return jvm.lines().stream().filter((line) -> line.startsWith("{process=")).findFirst().orElse("");
	}

	private static Map<String, Long> costsOf(String line) {
		return Arrays.stream(line.substring(1, line.length() - 1).split(", "))
			.map((pair) -> pair.split("="))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> Long.valueOf(pair[1])));
	}

}
