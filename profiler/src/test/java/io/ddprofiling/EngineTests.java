package io.ddprofiling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.recorder.Engine;
import io.ddprofiling.recorder.TypeStatus;
import io.ddprofiling.testsupport.PprofFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for profilers with one engine or the other.
 */
class EngineTests {

	private static final List<String> WITHOUT_MODULE = List.of("--limit-modules",
			"java.base,java.logging,java.management,java.xml,java.naming,jdk.management,jdk.unsupported");

	private static final String BURN = "io.ddprofiling.Work.burn";

	@TempDir
	private Path directory;

	@Test
	void flightRecorderGivesSnapshots() throws IOException {
		try (Work work = new Work(); Profiler profiler = builder().engine(Engine.JFR).build()) {
			profiler.start();
			await().atMost(Duration.ofSeconds(30))
				.until(() -> profiler.snapshot(Duration.ofMinutes(1))
					.profile(Set.of(ProfileType.CPU))
					.samples(ProfileType.CPU) >= 10);
			Snapshot snapshot = profiler.snapshot(Duration.ofMinutes(1));

			ProfilerStatus status = profiler.status();
			assertThat(status.engine()).isEqualTo("jfr (JDK " + System.getProperty("java.version") + ")");
			assertThat(status.recordedTypes())
				.contains(ProfileType.CPU, ProfileType.LOCK, ProfileType.ALLOCATION, ProfileType.LIVE_HEAP)
				.doesNotContain(ProfileType.WALL);
			assertThat(status.types().get(ProfileType.WALL.ordinal()).reason()).contains("Flight Recorder");
			PprofFile pprof = PprofFile.parse(SnapshotFormat.PPROF.encode(snapshot, EnumSet.allOf(ProfileType.class)));
			assertThat(pprof.functionNames()).contains(BURN);
			assertThat(new String(SnapshotFormat.COLLAPSED.encode(snapshot, Set.of(ProfileType.CPU)),
					StandardCharsets.UTF_8))
				.contains(BURN);
			assertThat(profiler.readerCounters().unreadableChunks()).isZero();
		}
		assertThat(this.directory.resolve("store")).isEmptyDirectory();
	}

	@Test
	void flightRecorderStartsAgain() {
		try (Profiler profiler = builder().engine(Engine.JFR).build()) {
			profiler.start();
			profiler.stop();
			profiler.start();

			assertThat(profiler.isRunning()).isTrue();
			assertThat(profiler.snapshot(Duration.ofMinutes(1)).recording().size()).isPositive();
		}
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void asyncProfilerIsPreferred() {
		try (Profiler profiler = builder().build()) {
			profiler.start();

			assertThat(profiler.status().engine()).startsWith("async-profiler ");
		}
	}

	@Test
	void typesTheFlightRecorderDoesNotHaveLeaveNothingToRecord() {
		ProfilerBuilder builder = builder().engine(Engine.JFR);
		for (ProfileType type : ProfileType.values()) {
			builder.type(type, type == ProfileType.WALL);
		}
		try (Profiler profiler = builder.build()) {
			profiler.start();

			ProfilerStatus status = profiler.status();
			assertThat(status.state()).isEqualTo(ProfilerState.UNAVAILABLE);
			assertThat(status.reason()).contains("records none of the enabled types");
			assertThat(status.types()).allMatch((type) -> type.effective().equals(TypeStatus.OFF));
		}
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void flightRecorderStandsInForALibraryThatCannotBeLoaded() throws Exception {
		Path broken = Files.writeString(this.directory.resolve("broken.so"), "no library");

		String output = run(List.of(), "auto", broken.toString());

		assertThat(output).contains("engine: jfr (JDK ", "state: RUNNING",
				"hint: The preferred engine cannot be used: The native library " + broken,
				"log: DDP-111 Profiling with jfr (JDK ");
	}

	@Test
	void flightRecorderStandsInOnPlatformsWithoutALibrary() throws Exception {
		assertThat(run(List.of("-Dos.arch=riscv64"), "auto", "-")).contains("engine: jfr (JDK ", "state: RUNNING",
				"async-profiler does not run on");
	}

	@Test
	void asyncProfilerThatIsAskedForIsNotReplaced() throws Exception {
		assertThat(run(List.of("-Dos.arch=riscv64"), "async-profiler", "-")).contains("engine: null",
				"state: UNAVAILABLE", "reason: async-profiler does not run on");
	}

	@Test
	void flightRecorderThatIsAskedForAndMissingIsNamedWithTheRemedy() throws Exception {
		assertThat(run(WITHOUT_MODULE, "jfr", "-")).contains("engine: null", "state: UNAVAILABLE",
				"reason: This Java runtime has no Flight Recorder; add the module jdk.jfr");
	}

	@Test
	void reasonsOfBothEnginesAreNamed() throws Exception {
		List<String> options = new ArrayList<>(WITHOUT_MODULE);
		options.add("-Dos.arch=riscv64");

		assertThat(run(options, "auto", "-")).contains("state: UNAVAILABLE", "reason: async-profiler does not run on",
				". This Java runtime has no Flight Recorder");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void asyncProfilerNeedsNoFlightRecorder() throws Exception {
		assertThat(run(WITHOUT_MODULE, "auto", "-")).contains("engine: async-profiler ", "state: RUNNING");
	}

	private String run(List<String> options, String engine, String library) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1"));
		command.addAll(options);
		command.addAll(
				List.of(EngineProgram.class.getName(), engine, library, this.directory.resolve("store").toString()));
		return String.join("\n",
				ForkedJvm.run(new ProcessBuilder(command).redirectErrorStream(true), Duration.ofSeconds(30)));
	}

	private ProfilerBuilder builder() {
		return Profiler.plainBuilder()
			.service("orders")
			.storeDirectory(this.directory.resolve("store"))
			.uploadMode(UploadMode.NEVER);
	}

}
