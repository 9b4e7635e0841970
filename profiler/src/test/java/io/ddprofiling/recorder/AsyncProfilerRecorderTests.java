package io.ddprofiling.recorder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.testsupport.DistinctStacks;
import io.ddprofiling.testsupport.JfrTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AsyncProfilerRecorder} with the real async-profiler.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class AsyncProfilerRecorderTests extends RecorderContractTests {

	private static final Set<ProfileType> ALL = EnumSet.complementOf(EnumSet.of(ProfileType.EXCEPTION, ProfileType.IO));

	private static final Map<ProfileType, List<String>> EVENTS = new EnumMap<>(Map.of(ProfileType.CPU,
			List.of("jdk.ExecutionSample"), ProfileType.WALL, List.of("profiler.WallClockSample"),
			ProfileType.ALLOCATION, List.of("jdk.ObjectAllocationInNewTLAB", "jdk.ObjectAllocationOutsideTLAB"),
			ProfileType.LOCK, List.of("jdk.JavaMonitorEnter"), ProfileType.LIVE_HEAP, List.of("profiler.LiveObject"),
			ProfileType.NATIVE_MEMORY, List.of("profiler.Malloc")));

	private static volatile Object sink = new Object();

	AsyncProfilerRecorderTests() {
		super(ALL, List.of("jdk.ExecutionSample"));
	}

	@Override
	Recorder create(SamplingRates asked) throws RecorderException {
		return new AsyncProfilerRecorder(asked, 512, false, null, this.directory);
	}

	private static String cpu(Recorder recorder) {
		return recorder.types().get(ProfileType.CPU.ordinal()).effective();
	}

	@Test
	void eachCutIsOneChunkWithTheSettings() throws Exception {
		Recorder recorder = recorder(ALL);
		Path file = this.directory.resolve("recording.jfr");

		List<RecordedChunk> chunks = List.of(recorder.start(file), recorder.cut(), recorder.stop());

		for (RecordedChunk chunk : chunks) {
			assertThat(events(chunk)).containsEntry("jdk.Metadata", 1L);
		}
		assertThat(JfrTool.summary(file)).containsEntry("jdk.Metadata", 3L).containsKey("jdk.ActiveSetting");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CPU", "WALL", "ALLOCATION", "LOCK", "CPU,WALL", "WALL,ALLOCATION", "ALLOCATION,LOCK",
			"WALL,LOCK,ALLOCATION", "CPU,LOCK", "CPU,ALLOCATION,LIVE_HEAP", "NATIVE_MEMORY", "CPU,NATIVE_LOCK" })
	void recordsTheTypesThatAreSwitchedOnAndNoOther(String names) throws Exception {
		Set<ProfileType> types = EnumSet.noneOf(ProfileType.class);
		Arrays.stream(names.split(",")).map(ProfileType::valueOf).forEach(types::add);
		Recorder recorder = recorder(types);

		recorder.start(this.directory.resolve("recording.jfr"));
		Workload.run(Duration.ofMillis(400));
		Map<String, Long> events = events(recorder.stop());

		for (ProfileType type : EVENTS.keySet()) {
			long count = EVENTS.get(type).stream().mapToLong((event) -> events.getOrDefault(event, 0L)).sum();
			assertThat(count > 0).as("%s events of %s", count, type).isEqualTo(types.contains(type));
		}
		assertThat(recorder.rates().types()).isEqualTo(types);
	}

	@Test
	void typesTellWhatIsRecordedAndWhatIsSwitchedOff() throws Exception {
		Recorder recorder = recorder(EnumSet.of(ProfileType.CPU, ProfileType.ALLOCATION));

		recorder.start(this.directory.resolve("recording.jfr"));

		List<TypeStatus> types = recorder.types();
		assertThat(types).extracting(TypeStatus::type).containsExactly(ProfileType.values());
		TypeStatus cpu = types.get(ProfileType.CPU.ordinal());
		assertThat(cpu.asked()).isEqualTo("10ms");
		assertThat(cpu.effective()).matches("10ms (ctimer|itimer)");
		assertThat(cpu.reason()).isNotNull();
		assertThat(types).contains(new TypeStatus(ProfileType.WALL, "off", "off", "switched off"),
				new TypeStatus(ProfileType.LOCK, "off", "off", "switched off"),
				new TypeStatus(ProfileType.ALLOCATION, "64KB", "64KB", null));
	}

	@Test
	void kernelIsAskedForItsFramesAndForShortIntervals() throws Exception {
		SamplingRates rates = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000);
		Recorder withFrames = new AsyncProfilerRecorder(rates, 512, true, null, this.directory);
		withFrames.start(this.directory.resolve("first.jfr"));
		String granted = cpu(withFrames);
		withFrames.stop();
		Recorder recorder = new AsyncProfilerRecorder(rates, 512, false, null, this.directory);
		recorder.start(this.directory.resolve("second.jfr"));
		assertThat(cpu(recorder)).isIn("10ms ctimer", "10ms itimer");
		recorder.stop();

		recorder.refine(Map.of(ProfileType.CPU, 2_000_000L));
		recorder.start(this.directory.resolve("third.jfr"));

		assertThat(cpu(recorder)).isEqualTo(granted.replace("10ms", "2ms"));
		recorder.stop();
	}

	@Test
	void ratesAreThoseAskedFor() throws Exception {
		Recorder recorder = recorder(ALL);

		assertThat(recorder.rates()).isEqualTo(rates(ALL));
		recorder.start(this.directory.resolve("recording.jfr"));
		assertThat(recorder.rates()).isEqualTo(rates(ALL));
		assertThat(recorder.engine()).startsWith("async-profiler 4.");
	}

	@Test
	void stretchedIntervalsAreInForceFromTheNextStartOn() throws Exception {
		Recorder recorder = recorder(ALL);
		recorder.start(this.directory.resolve("first.jfr"));

		recorder.stretch(Map.of(ProfileType.CPU, 4, ProfileType.ALLOCATION, 2, ProfileType.LIVE_HEAP, 2));
		assertThat(recorder.rates()).as("of the running recording").isEqualTo(rates(ALL));
		recorder.stop();
		assertThat(recorder.rates()).as("of the last chunk").isEqualTo(rates(ALL));
		recorder.start(this.directory.resolve("second.jfr"));

		assertThat(recorder.rates().interval(ProfileType.CPU)).as("no whole ticks").isEqualTo(37_000_000);
		assertThat(recorder.rates().interval(ProfileType.ALLOCATION)).isEqualTo(128 * 1024);
		assertThat(recorder.rates().interval(ProfileType.LIVE_HEAP)).isEqualTo(128 * 1024);
		assertThat(recorder.rates().interval(ProfileType.WALL)).isEqualTo(20_000_000);
		TypeStatus cpu = recorder.types().get(ProfileType.CPU.ordinal());
		assertThat(cpu.asked()).isEqualTo("10ms");
		assertThat(cpu.effective()).matches("37ms (ctimer|itimer)");
		assertThat(cpu.reason())
			.startsWith("sampled less often, to keep within dd.profiling.max-samples and dd.profiling.max-overhead");
		assertThat(recorder.types()).contains(new TypeStatus(ProfileType.ALLOCATION, "64KB", "128KB",
				"sampled less often, to keep within dd.profiling.max-samples and dd.profiling.max-overhead"));

		recorder.stretch(Map.of());
		recorder.stop();
		recorder.start(this.directory.resolve("third.jfr"));
		assertThat(recorder.rates()).isEqualTo(rates(ALL));
		assertThat(recorder.types()).contains(new TypeStatus(ProfileType.ALLOCATION, "64KB", "64KB", null));
	}

	@Test
	void memoryOfManyStacksIsToldAndGivenBackByANewRecording() throws Exception {
		Recorder recorder = recorder(SamplingRates.NONE.with(ProfileType.ALLOCATION, 4096));
		recorder.start(this.directory.resolve("first.jfr"));
		long before = recorder.stackMemory();

		for (int i = 0; i < 60_000; i++) {
			DistinctStacks.run(100, i, () -> sink = new byte[64 * 1024]);
		}
		long after = recorder.stackMemory();
		recorder.cut();
		long cut = recorder.stackMemory();
		recorder.stop();
		recorder.start(this.directory.resolve("second.jfr"));

		assertThat(after).isGreaterThan(before + 8 * 1024 * 1024);
		assertThat(cut).as("a cut gives nothing back").isGreaterThanOrEqualTo(after);
		assertThat(recorder.stackMemory()).isLessThanOrEqualTo(before);
	}

	@Test
	void secondRecorderIsRefusedAndTheFirstGoesOn() throws Exception {
		Recorder first = recorder(ALL);
		first.start(this.directory.resolve("first.jfr"));

		assertThatExceptionOfType(RecorderException.class)
			.isThrownBy(() -> recorder(ALL).start(this.directory.resolve("second.jfr")))
			.withMessageContaining("async-profiler does not start")
			.withMessageContaining("already started");

		Workload.run(Duration.ofMillis(200));
		assertThat(events(first.stop()).get("jdk.ExecutionSample")).isPositive();
	}

	@Test
	void withoutAnyTypeIsRefused() throws Exception {
		Recorder recorder = recorder(EnumSet.noneOf(ProfileType.class));

		assertThatExceptionOfType(RecorderException.class)
			.isThrownBy(() -> recorder.start(this.directory.resolve("recording.jfr")))
			.withMessage("async-profiler does not start: no profile type is enabled that it samples");
	}

	@Test
	void missingDirectoryIsRefusedWithTheReason() throws Exception {
		Recorder recorder = recorder(ALL);

		assertThatExceptionOfType(RecorderException.class)
			.isThrownBy(() -> recorder.start(this.directory.resolve("missing").resolve("recording.jfr")))
			.withMessageContaining("Could not open Flight Recorder output file");
	}

	@Test
	void commaInThePathIsRefused() throws Exception {
		Recorder recorder = recorder(ALL);

		assertThatExceptionOfType(RecorderException.class)
			.isThrownBy(() -> recorder.start(this.directory.resolve("a,b.jfr")))
			.withMessageContaining("comma");
	}

	@Test
	void stopWithoutStartIsRefusedByAsyncProfiler() throws Exception {
		Recorder recorder = recorder(ALL);

		assertThatExceptionOfType(RecorderException.class).isThrownBy(recorder::stop)
			.withMessageContaining("async-profiler refused 'stop'");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void startsAgainAfterTheDiskWasFull() throws Exception {
		Recorder recorder = recorder(ALL);

		assertThatExceptionOfType(RecorderException.class).isThrownBy(() -> recorder.start(Path.of("/dev/full")))
			.withMessageContaining("is the disk full, ");

		RecordedChunk first = recorder.start(this.directory.resolve("recording.jfr"));
		assertThat(first.size()).isPositive();
	}

}
