package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import io.ddprofiling.AnotherAsyncProfiler;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Sampler;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.testsupport.JfrTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SignalChoiceTests {

	@TempDir
	private Path directory;

	@Test
	void signalsThatNobodyCatchesAreTaken() {
		assertThat(option("SigCgt:\t1000000181005ccf")).isEqualTo(",signal=16/26");
	}

	@Test
	void choiceIsLeftToAsyncProfilerWhereOneIsTaken() {
		assertThat(option("SigCgt:\t100000018100dccf")).isEmpty();
		assertThat(option("SigCgt:\t1000000183005ccf")).isEmpty();
		assertThat(option("SigIgn:\t0000000000000000")).isEmpty();
	}

	@Test
	void signalThatSomebodyCatchesIsKnown() {
		assertThat(SignalChoice.isCaught(27, Stream.of("SigCgt:\t1000000181005ccf"))).isFalse();
		assertThat(SignalChoice.isCaught(27, Stream.of("SigIgn:\t0", "SigCgt:\t1000000185005ccf"))).isTrue();
		assertThat(SignalChoice.isCaught(27, Stream.empty())).as("another system").isFalse();
	}

	@Test
	void timerOfTheProcessHasItsOwnSignal() {
		assertThat(SignalChoice.option("itimer")).isEmpty();
		assertThat(SignalChoice.option((String) null)).isEmpty();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void cpuIsSampledOnWhenAnotherProfilerTakesTheProfilingSignal() throws Exception {
		AnotherAsyncProfiler another = new AnotherAsyncProfiler(this.directory);
		AsyncProfilerRecorder recorder = new AsyncProfilerRecorder(
				new SamplingRates(Sampler.ASYNC_PROFILER, Map.of(ProfileType.CPU, 10_000_000L, ProfileType.WALL,
						20_000_000L, ProfileType.ALLOCATION, 65536L, ProfileType.LOCK, 1_000_000L)),
				512, false, null, this.directory);
		RecordedChunk last;
		recorder.start(this.directory.resolve("recording.jfr"));
		try {
			another.execute("start,jfr,event=itimer,interval=10ms,file=" + this.directory.resolve("another.jfr"));
			recorder.cut();
			// not in new threads: only the profiler that started last hears of them
			Workload.here(Duration.ofMillis(500));
		}
		finally {
			another.close();
			last = recorder.stop();
		}
		assertThat(cpuSamples(last)).isPositive();
		assertThat(cpuSamples(this.directory.resolve("another.jfr"))).isPositive();
	}

	private long cpuSamples(RecordedChunk chunk) throws IOException {
		byte[] content = Files.readAllBytes(chunk.file());
		return cpuSamples(Files.write(this.directory.resolve("chunk.jfr"),
				Arrays.copyOfRange(content, (int) chunk.offset(), (int) chunk.end())));
	}

	private static long cpuSamples(Path recording) {
		return JfrTool.summary(recording).getOrDefault("jdk.ExecutionSample", 0L);
	}

	private static String option(String line) {
		return SignalChoice.option(Stream.of("Name:\tjava", line));
	}

}
