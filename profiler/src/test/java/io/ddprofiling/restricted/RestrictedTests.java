package io.ddprofiling.restricted;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.ddprofiling.restricted.SystemCallFilter.SystemCall;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is recorded, and what is said, where a container forbids something.
 */
@Tag("restricted")
@EnabledOnOs(value = OS.LINUX, disabledReason = "containers are Linux's")
class RestrictedTests {

	private static final Path PARANOID = Path.of("/proc/sys/kernel/perf_event_paranoid");

	@TempDir
	private Path directory;

	private Path store;

	private Path temporary;

	private Path library;

	@BeforeEach
	void prepare() throws Exception {
		this.store = Files.createDirectory(this.directory.resolve("store"));
		this.temporary = Files.createDirectory(this.directory.resolve("temporary"));
		this.library = this.directory.resolve("libasyncProfiler.so");
		String platform = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
		try (InputStream content = AsyncProfiler.class
			.getResourceAsStream("/linux-" + platform + "/libasyncProfiler.so")) {
			Files.copy(content, this.library);
		}
	}

	@Test
	void withoutRootCpuFallsBackAsTheKernelIsSet() throws Exception {
		Map<String, String> facts = Sandbox.readOnly()
			.notRoot()
			.writable(this.store)
			.option("-Dcpu.kernel-frames=true")
			.run(this.store);

		boolean granted = Integer.parseInt(Files.readString(PARANOID).strip()) < 2;
		assertRecordsEverything(facts);
		assertThat(facts).containsEntry("cpu.effective", granted ? "10ms perf_events" : "10ms ctimer");
		assertThat(facts.get("cpu.reason")).contains(granted ? "null" : "does not grant perf_events");
	}

	@Test
	void withoutPerfEventsCpuIsSampledWithTimersOfThreads() throws Exception {
		Map<String, String> facts = Sandbox.readOnly()
			.refusing(this.directory, SystemCall.PERF_EVENT_OPEN)
			.writable(this.store)
			.option("-Dcpu.kernel-frames=true")
			.run(this.store);

		assertRecordsEverything(facts);
		assertThat(facts).containsEntry("cpu.effective", "10ms ctimer").containsEntry("kernel.frames", "0");
		assertThat(facts.get("cpu.reason")).contains("does not grant perf_events", "kernel frames are missing")
			.doesNotContain("too low");
	}

	@Test
	void withoutPerfEventsAShortCpuIntervalIsSaidToCountTooLow() throws Exception {
		Map<String, String> facts = Sandbox.readOnly()
			.refusing(this.directory, SystemCall.PERF_EVENT_OPEN)
			.writable(this.store)
			.option("-Dcpu.interval=2")
			.run(this.store);

		assertRecordsEverything(facts);
		assertThat(facts).containsEntry("cpu.effective", "2ms ctimer");
		assertThat(facts.get("cpu.reason")).contains("below 10ms CPU time may be counted too low");
	}

	@Test
	void withoutTimersOfThreadsCpuIsSampledWithTheOneOfTheProcess() throws Exception {
		Map<String, String> facts = Sandbox.readOnly()
			.refusing(this.directory, SystemCall.PERF_EVENT_OPEN, SystemCall.TIMER_CREATE)
			.writable(this.store)
			.run(this.store);

		assertRecordsEverything(facts);
		assertThat(facts).containsEntry("cpu.effective", "10ms itimer").containsEntry("kernel.frames", "0");
		assertThat(facts.get("cpu.reason")).contains("neither perf_events nor a timer for each thread",
				"one timer serves all threads");
	}

	@Test
	void withoutAnyTimerCpuIsOffAndTheRestIsRecorded() throws Exception {
		Map<String, String> facts = Sandbox.readOnly()
			.refusing(this.directory, SystemCall.PERF_EVENT_OPEN, SystemCall.TIMER_CREATE, SystemCall.SETITIMER)
			.writable(this.store)
			.run(this.store);

		assertRecords(facts, "wall", "lock", "allocation");
		assertThat(facts).containsEntry("cpu.effective", "off").containsEntry("cpu.samples", "0");
		assertThat(facts.get("cpu.reason")).contains("neither perf_events nor timers",
				"allow perf_event_open or timer_create");
	}

	@Test
	void readOnlyRootNeedsNothingButTheStore() throws Exception {
		Map<String, String> facts = Sandbox.readOnly()
			.writable(this.store)
			.option("-Djava.io.tmpdir=" + this.temporary)
			.run(this.store);

		assertRecordsEverything(facts);
	}

	@Test
	void withoutAnyWritableDirectoryTheReasonNamesDirectoryAndProperty() throws Exception {
		assertUnavailable(Sandbox.readOnly().option("-Djava.io.tmpdir=" + this.temporary).run(this.store),
				"Recordings cannot be kept in " + this.store, "Read-only file system",
				"set dd.profiling.store.directory");
	}

	@Test
	void libraryIsExtractedToTheTemporaryDirectoryIfTheStoreForbidsExecution() throws Exception {
		Map<String, String> facts = Sandbox.readOnly()
			.withoutExecution(this.store)
			.writable(this.temporary)
			.option("-Djava.io.tmpdir=" + this.temporary)
			.run(this.store);

		assertRecordsEverything(facts);
		assertThat(this.temporary).isEmptyDirectory();
	}

	@Test
	void libraryIsExtractedToTheStoreIfTheTemporaryDirectoryForbidsExecution() throws Exception {
		Map<String, String> facts = Sandbox.readOnly()
			.withoutExecution(this.temporary)
			.writable(this.store)
			.option("-Djava.io.tmpdir=" + this.temporary)
			.run(this.store);

		assertRecordsEverything(facts);
	}

	@Test
	void withoutAnyExecutableOrTemporaryDirectoryTheReasonNamesBothAndTheRemedies() throws Exception {
		assertUnavailable(
				Sandbox.readOnly()
					.withoutExecution(this.store)
					.option("-Djava.io.tmpdir=" + this.temporary)
					.run(this.store),
				"The native library cannot be loaded from " + this.store, "failed to map segment",
				"nor extracted to " + this.temporary, "Read-only file system", "set dd.profiling.store.directory",
				"dd.profiling.library-path");
	}

	@Test
	void flightRecorderTakesOverWhereNothingCanBeExecutedButWritten() throws Exception {
		Map<String, String> facts = Sandbox.readOnly()
			.withoutExecution(this.store)
			.option("-Djava.io.tmpdir=" + this.store)
			.run(this.store);

		assertRecords(facts, "cpu", "lock", "allocation");
		assertThat(facts.get("engine")).startsWith("jfr");
		assertThat(facts.get("hints")).contains("The native library cannot be loaded from " + this.store,
				"dd.profiling.library-path");
	}

	@Test
	void libraryInTheImageIsUsedWithoutAnyExecutableDirectory() throws Exception {
		Map<String, String> facts = Sandbox.readOnly().withoutExecution(this.store).run(this.store, this.library);

		assertRecordsEverything(facts);
		assertThat(facts).containsEntry("exception.effective", "off");
		assertThat(facts.get("exception.reason"))
			.contains("put another copy of the library beside it, as " + this.directory);
	}

	@Test
	void copyBesideTheLibraryInTheImageIsUsedForExceptions() throws Exception {
		Files.copy(this.library, this.directory.resolve("libExceptionProfiler.so"));

		Map<String, String> facts = Sandbox.readOnly().withoutExecution(this.store).run(this.store, this.library);

		assertRecordsEverything(facts);
		assertThat(facts.get("exception.effective")).isNotEqualTo("off");
		assertThat(this.directory.resolve("libExceptionProfiler.so")).exists();
	}

	@Test
	void libraryOfTheSystemPropertyIsUsedWithoutAnyExecutableDirectory() throws Exception {
		Map<String, String> facts = Sandbox.readOnly()
			.withoutExecution(this.store)
			.option("-Djava.io.tmpdir=" + this.temporary)
			.option("-Done.profiler.libraryPath=" + this.library)
			.run(this.store);

		assertRecordsEverything(facts);
	}

	@Test
	void libraryGivenOnAFileSystemWithoutExecutionIsNamed() throws Exception {
		Path missing = this.store.resolve("libasyncProfiler.so");

		assertUnavailable(Sandbox.readOnly().withoutExecution(this.store).run(this.store, missing),
				"The native library " + missing + " cannot be loaded", "set dd.profiling.library-path to");
	}

	private static void assertRecordsEverything(Map<String, String> facts) {
		assertRecords(facts, "cpu", "wall", "lock", "allocation");
	}

	private static void assertRecords(Map<String, String> facts, String... types) {
		assertThat(facts).containsEntry("state", "running");
		for (String type : types) {
			assertThat(facts.get(type + ".effective")).as(type).isNotEqualTo("off");
			assertThat(Long.parseLong(facts.get(type + ".samples"))).as(type + " in " + facts).isPositive();
		}
	}

	private static void assertUnavailable(Map<String, String> facts, String... words) {
		assertThat(facts).containsEntry("state", "unavailable");
		assertThat(facts.get("reason")).contains(words);
		assertThat(facts.get("cpu.effective")).isEqualTo("off");
	}

}
