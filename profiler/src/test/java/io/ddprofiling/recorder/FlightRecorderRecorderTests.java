package io.ddprofiling.recorder;

import java.io.FileInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.ddprofiling.ForkedJvm;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Sampler;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.testsupport.JfrTool;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link FlightRecorderRecorder} with the Flight Recorder of the JDK that runs
 * them.
 */
class FlightRecorderRecorderTests extends RecorderContractTests {

	private static final Set<ProfileType> ALL = EnumSet.allOf(ProfileType.class);

	private static final Set<ProfileType> NEVER = EnumSet.of(ProfileType.WALL, ProfileType.NATIVE_LOCK,
			ProfileType.NATIVE_MEMORY);

	private static final List<String> SECRETS = List.of("jdk.InitialSystemProperty", "jdk.InitialEnvironmentVariable",
			"jdk.JVMInformation", "jdk.OSInformation", "jdk.SystemProcess", "jdk.ActiveSetting");

	FlightRecorderRecorderTests() {
		super(ALL, List.of("jdk.ObjectAllocationSample", "jdk.JavaMonitorEnter"));
	}

	@Override
	Recorder create(SamplingRates asked) throws RecorderException {
		return new FlightRecorderRecorder(asked, 512, this.directory);
	}

	@Override
	@AfterEach
	void stopWhatIsRunning() {
		super.stopWhatIsRunning();
		assertThat(FlightRecorder.getFlightRecorder().getRecordings()).isEmpty();
	}

	@Test
	void cutsLoseNoWait() throws Exception {
		Recorder recorder = recorder(EnumSet.of(ProfileType.LOCK));
		Path file = this.directory.resolve("recording.jfr");
		recorder.start(file);
		AtomicInteger waits = new AtomicInteger();
		AtomicBoolean ended = new AtomicBoolean();
		Thread waiter = new Thread(() -> {
			while (!ended.get()) {
				// a park that ends by itself
				LockSupport.parkNanos(this, 5_000_000);
				waits.incrementAndGet();
			}
		});
		waiter.start();
		for (int cuts = 0; cuts < 25; cuts++) {
			waiter.join(30);
			recorder.cut();
		}
		ended.set(true);
		waiter.join();
		recorder.stop();

		assertThat(waits).hasPositiveValue();
		assumeThat(JfrTool.available()).isTrue();
		assertThat(JfrTool.print(file, "jdk.ThreadPark")
			.split("parkedClass = " + FlightRecorderRecorderTests.class.getName(), -1)).hasSize(waits.get() + 1);
	}

	@Test
	void goesOnInAnotherFile() throws Exception {
		Recorder recorder = recorder(EnumSet.of(ProfileType.ALLOCATION));
		Path first = this.directory.resolve("first.jfr");
		Path second = this.directory.resolve("second.jfr");
		recorder.start(first);
		RecordedChunk last = recorder.finishFile();
		Workload.run(Duration.ofMillis(300));
		RecordedChunk next = recorder.start(second);

		assertThat(last.file()).isEqualTo(first);
		assertThat(last.end()).isEqualTo(Files.size(first));
		assertThat(next.file()).isEqualTo(second);
		assertThat(next.offset()).isZero();
		assumeThat(JfrTool.available()).isTrue();
		assertThat(events(next).get("jdk.ObjectAllocationSample")).isPositive();
	}

	@Test
	void samplesLessOftenFromTheNextFileOn() throws Exception {
		Recorder recorder = recorder(EnumSet.of(ProfileType.CPU, ProfileType.ALLOCATION));
		recorder.start(this.directory.resolve("first.jfr"));
		recorder.stretch(Map.of(ProfileType.CPU, 2, ProfileType.ALLOCATION, 3));
		assertThat(recorder.rates().interval(ProfileType.CPU)).isEqualTo(10_000_000);

		recorder.finishFile();
		recorder.start(this.directory.resolve("second.jfr"));

		assertThat(recorder.rates().interval(ProfileType.CPU)).isEqualTo(20_000_000);
		TypeStatus cpu = recorder.types().get(ProfileType.CPU.ordinal());
		assertThat(cpu.asked()).isEqualTo("10ms");
		assertThat(cpu.effective()).startsWith("20ms ");
		assertThat(cpu.reason()).startsWith(TypeStatus.STRETCHED);
		assertThat(recorder.types().get(ProfileType.ALLOCATION.ordinal()).effective()).isEqualTo("up to 50/s");
		assertThat(FlightRecorder.getFlightRecorder().getRecordings()).singleElement()
			.satisfies((recording) -> assertThat(recording.getSettings())
				.containsEntry("jdk.ObjectAllocationSample#throttle", "50/s"));
		recorder.refine(Map.of(ProfileType.CPU, 10_000_000L));

		recorder.finishFile();
		recorder.start(this.directory.resolve("third.jfr"));

		assertThat(recorder.rates().interval(ProfileType.CPU)).as("not stretched").isEqualTo(10_000_000);
	}

	@Test
	void typesTellWhatIsRecordedAndWhyOthersAreNot() throws Exception {
		Recorder recorder = recorder(EnumSet.complementOf(EnumSet.of(ProfileType.IO)));

		List<TypeStatus> types = recorder.types();

		assertThat(types).extracting(TypeStatus::type).containsExactly(ProfileType.values());
		assertThat(types).contains(new TypeStatus(ProfileType.IO, "off", "off", "switched off"),
				new TypeStatus(ProfileType.WALL, "20ms", "off", "the Flight Recorder does not sample waiting threads"),
				new TypeStatus(ProfileType.NATIVE_LOCK, "1ms", "off", "the Flight Recorder does not record this type"));
		assertThat(types).filteredOn((type) -> recorder.rates().types().contains(type.type()))
			.allMatch((type) -> !type.effective().equals("off"));
		assertThat(types).filteredOn((type) -> !recorder.rates().types().contains(type.type()))
			.allMatch((type) -> type.effective().equals("off") && type.reason() != null);
		assertThat(recorder.rates().sampler()).isEqualTo(Sampler.FLIGHT_RECORDER);
		assertThat(recorder.engine()).isEqualTo("jfr (JDK " + System.getProperty("java.version") + ")");
		assertThat(recorder.notes()).first().asString().contains("Flight Recorder");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	@EnabledForJreRange(minVersion = 25)
	void cpuTimeIsMeasuredAndExceptionsAreLimited() throws Exception {
		Recorder recorder = recorder(ALL);

		// another test may have started a profiler that took the signal
		assertThat(recorder.types().get(ProfileType.CPU.ordinal()).effective())
			.isEqualTo(JdkCpuTimer.isAvailable() ? "10ms CPUTimeSample" : "10ms ExecutionSample");
		assertThat(recorder.rates().types()).contains(ProfileType.EXCEPTION);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void cpuTimeIsMeasuredUnlessAnotherProfilerHasTheSignal() {
		assertThat(cpuSettings(true).events()).containsKey("jdk.CPUTimeSample");
		assertThat(cpuSettings(true).status(ProfileType.CPU))
			.isEqualTo(new TypeStatus(ProfileType.CPU, "10ms", "10ms CPUTimeSample", null));
		assertThat(cpuSettings(false).events()).containsOnlyKeys("jdk.ExecutionSample");
		TypeStatus estimated = cpuSettings(false).status(ProfileType.CPU);
		assertThat(estimated.effective()).isEqualTo("10ms ExecutionSample");
		assertThat(estimated.reason()).startsWith("an estimate").endsWith("another profiler has taken SIGPROF");
	}

	private static FlightRecorderSettings cpuSettings(boolean cpuTimer) {
		return new FlightRecorderSettings(SamplingRates.NONE.with(ProfileType.CPU, 10_000_000), Map.of(),
				Map.of(JdkCpuTimer.EVENT, Set.of("throttle")), cpuTimer);
	}

	@Test
	@EnabledForJreRange(maxVersion = 24)
	void cpuTimeIsEstimatedAndExceptionsAreLeftAlone() throws Exception {
		Recorder recorder = recorder(ALL);

		TypeStatus cpu = recorder.types().get(ProfileType.CPU.ordinal());
		assertThat(cpu.effective()).isEqualTo("10ms ExecutionSample");
		assertThat(cpu.reason()).startsWith("an estimate");
		TypeStatus exceptions = recorder.types().get(ProfileType.EXCEPTION.ordinal());
		assertThat(exceptions.effective()).isEqualTo("off");
		assertThat(exceptions.reason()).contains("JDK 25");
	}

	@Test
	void cpuIntervalIsNoShorterThanTheJdkSamples() throws Exception {
		Recorder recorder = recorder(rates(ALL).with(ProfileType.CPU, 1_500_000));

		assertThat(recorder.rates().interval(ProfileType.CPU)).isEqualTo(10_000_000);
		TypeStatus cpu = recorder.types().get(ProfileType.CPU.ordinal());
		assertThat(cpu.effective()).startsWith("10ms ");
		assertThat(cpu.reason()).isNotNull();
	}

	@Test
	void listsOfLiveObjectsAreMarked() throws Exception {
		Recorder recorder = recorder(EnumSet.of(ProfileType.LIVE_HEAP));
		recorder.start(this.directory.resolve("recording.jfr"));
		assertThat(recorder.cut().collected()).isNotNull();
		recorder.stop();

		Recorder other = recorder(EnumSet.of(ProfileType.CPU));
		other.start(this.directory.resolve("other.jfr"));
		assertThat(other.cut().collected()).isNull();
	}

	@Test
	void settingsAndOtherProcessesAreNotRecorded() throws Exception {
		Path file = record();

		assumeThat(JfrTool.available()).isTrue();
		assertRecordsNone(JfrTool.summary(file), SECRETS);
	}

	@Test
	void textsOfTheApplicationAreNotRecorded() throws Exception {
		String secret = UUID.randomUUID().toString();
		Path file = this.directory.resolve("recording.jfr");
		Path data = Files.write(this.directory.resolve(secret), new byte[10]);
		Recorder recorder = recorder(rates(ALL).with(ProfileType.IO, 1));
		recorder.start(file);
		List<Throwable> thrown = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			thrown.add(new IllegalStateException(secret));
			thrown.add(new IllegalStateException(secret + '\u20ac' + i));
			try (FileInputStream in = new FileInputStream(data.toFile())) {
				assertThat(in.read()).isZero();
			}
		}
		recorder.cut();
		recorder.stop();

		assertThat(thrown).hasSize(100);
		assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
		assumeThat(JfrTool.available()).isTrue();
		assertThat(JfrTool.summary(file).get("jdk.FileRead")).isGreaterThanOrEqualTo(50);
		assertThat(JfrTool.print(file, "jdk.FileRead")).contains("path = N/A", "bytesRead = 1 byte")
			.doesNotContain(secret);
		assertThat(JfrTool.print(file, "jdk.JavaExceptionThrow")).doesNotContain(secret);
		if (recorder.rates().types().contains(ProfileType.EXCEPTION)) {
			assertThat(JfrTool.print(file, "jdk.JavaExceptionThrow")).contains("message = N/A",
					"thrownClass = java.lang.IllegalStateException");
		}
	}

	@Test
	void whatAnotherRecordingWritesIsNotTaken() throws Exception {
		try (Recording other = new Recording(Configuration.getConfiguration("profile"))) {
			other.setToDisk(true);
			other.start();
			Path file = record();
			Path theirs = this.directory.resolve("theirs.jfr");
			other.dump(theirs);

			assertThat(Files.readString(theirs, StandardCharsets.ISO_8859_1)).contains("-Xmx", "java.class.path");
			assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("Workload")
				.doesNotContain("-Xmx")
				.doesNotContain("java.class.path");
			assumeThat(JfrTool.available()).isTrue();
			Map<String, Long> events = JfrTool.summary(file);
			assertRecordsNone(events, SECRETS);
			assertThat(events.get("jdk.ObjectAllocationSample")).isPositive();
			assertThat(JfrTool.summary(theirs).get("jdk.ObjectAllocationSample")).isPositive();
		}
	}

	@Test
	void nothingIsLeftInTheDirectoryOrTheJvm() throws Exception {
		Path file = record();

		try (Stream<Path> left = Files.list(this.directory)) {
			assertThat(left).containsExactly(file);
		}
		assertThat(FlightRecorder.getFlightRecorder().getRecordings()).isEmpty();
	}

	@Test
	void withoutATypeItHasIsRefused() throws Exception {
		Recorder recorder = recorder(NEVER);

		assertThatExceptionOfType(RecorderException.class)
			.isThrownBy(() -> recorder.start(this.directory.resolve("recording.jfr")))
			.withMessage("The Flight Recorder does not start: it records none of the enabled types");
	}

	@Test
	void missingDirectoryIsRefusedAndAnotherStartWorks() throws Exception {
		Recorder recorder = recorder(ALL);

		assertThatExceptionOfType(RecorderException.class)
			.isThrownBy(() -> recorder.start(this.directory.resolve("missing").resolve("recording.jfr")))
			.withMessageContaining("missing");
		assertThat(recorder.start(this.directory.resolve("recording.jfr")).size()).isPositive();
	}

	@Test
	void fileThatIsDeletedBreaksTheRecordingAndAnotherStartWorks() throws Exception {
		Recorder recorder = recorder(ALL);
		Path file = this.directory.resolve("recording.jfr");
		recorder.start(file);
		Files.delete(file);

		assertThatExceptionOfType(RecorderException.class).isThrownBy(recorder::cut)
			.withMessageContaining(file.toString());
		assertThatExceptionOfType(RecorderException.class).isThrownBy(recorder::stop);
		assertThat(recorder.start(this.directory.resolve("other.jfr")).size()).isPositive();
	}

	@Test
	void jvmWithoutTheModuleIsRefusedWithTheRemedy() throws Exception {
		ProcessBuilder program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--limit-modules", "java.base,java.logging,java.management,jdk.management", "-cp",
				System.getProperty("java.class.path"), FlightRecorderProgram.class.getName(), this.directory.toString())
			.redirectErrorStream(true);

		assertThat(String.join("\n", ForkedJvm.run(program, Duration.ofSeconds(30)))).contains(
				"RecorderException: This Java runtime has no Flight Recorder", "add the module jdk.jfr",
				"dd.profiling.engine=async-profiler");
	}

}
