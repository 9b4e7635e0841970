package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.testsupport.JfrTool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ChunkCensus}, which the JDK's own {@code jfr} judges.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class ChunkCensusTests {

	private static final Map<ProfileType, List<String>> EVENTS = Map.of(ProfileType.CPU, List.of("jdk.ExecutionSample"),
			ProfileType.WALL, List.of("profiler.WallClockSample"), ProfileType.ALLOCATION,
			List.of("jdk.ObjectAllocationInNewTLAB", "jdk.ObjectAllocationOutsideTLAB"), ProfileType.LOCK,
			List.of("jdk.JavaMonitorEnter", "jdk.ThreadPark"), ProfileType.LIVE_HEAP, List.of("profiler.LiveObject"),
			ProfileType.NATIVE_MEMORY, List.of("profiler.Malloc"), ProfileType.NATIVE_LOCK,
			List.of("profiler.NativeLock"));

	private static final int HEADER = 68;

	@TempDir
	private Path directory;

	private Path file;

	private AsyncProfilerRecorder recorder;

	private ChunkCensus census;

	private RecordedChunk first;

	@BeforeEach
	void record() throws Exception {
		this.file = this.directory.resolve("recording.jfr");
		this.recorder = new AsyncProfilerRecorder(SamplingRates.NONE.with(ProfileType.CPU, 5_000_000)
			.with(ProfileType.WALL, 20_000_000)
			.with(ProfileType.LOCK, 1_000_000)
			.with(ProfileType.ALLOCATION, 16 * 1024)
			.with(ProfileType.LIVE_HEAP, 16 * 1024)
			.with(ProfileType.NATIVE_MEMORY, 4096)
			.with(ProfileType.NATIVE_LOCK, 1_000_000), 512, false, null, this.directory);
		this.first = this.recorder.start(this.file);
		this.census = ChunkCensus.of(this.first);
	}

	@AfterEach
	void stop() {
		try {
			this.recorder.stop();
		}
		catch (RecorderException ex) {
			// was stopped by the test
		}
	}

	@Test
	void countsWhatTheJdkCounts() throws Exception {
		Workload.run(Duration.ofMillis(500));
		RecordedChunk middle = this.recorder.cut();
		Workload.run(Duration.ofMillis(500));
		RecordedChunk last = this.recorder.stop();

		for (RecordedChunk chunk : List.of(middle, last)) {
			Map<ProfileType, Long> counts = this.census.count(chunk);
			Map<String, Long> events = JfrTool.summary(copy(chunk));
			EVENTS.forEach((type, names) -> assertThat(counts.getOrDefault(type, 0L)).as(type.id())
				.isEqualTo(names.stream().mapToLong((name) -> events.getOrDefault(name, 0L)).sum()));
			assertThat(counts).containsKeys(ProfileType.CPU, ProfileType.WALL, ProfileType.ALLOCATION,
					ProfileType.LOCK);
			// more than is read at once
			assertThat(chunk.size()).isGreaterThan(200 * 1024);
		}
	}

	@Test
	void exceptionsThatAreRecordedBesideAreCounted() throws Exception {
		this.recorder.stop();
		this.recorder = new AsyncProfilerRecorder(
				SamplingRates.NONE.with(ProfileType.CPU, 5_000_000).with(ProfileType.EXCEPTION, 997), 512, false, null,
				this.directory);
		this.census = ChunkCensus.of(this.recorder.start(this.directory.resolve("second.jfr")));
		assertThat(this.recorder.rates().types()).contains(ProfileType.EXCEPTION);
		int thrown = 0;
		while (thrown < 20) {
			thrown += (new IllegalStateException("by the test " + thrown).getMessage() != null) ? 1 : 0;
		}
		RecordedChunk chunk = this.recorder.stop();

		assertThat(chunk.exceptions()).isNotEmpty();
		assertThat(this.census.count(chunk).get(ProfileType.EXCEPTION)).isBetween(20L, 1000L);
	}

	@Test
	void firstChunkHasFewSamples() throws IOException {
		assertThat(this.census.count(this.first).values().stream().mapToLong(Long::longValue).sum()).isLessThan(1000);
	}

	@Test
	void chunkThatEndsTooSoonIsRefused() throws Exception {
		Workload.run(Duration.ofMillis(200));
		RecordedChunk chunk = this.recorder.stop();
		Path torn = this.directory.resolve("torn.jfr");
		byte[] whole = Files.readAllBytes(copy(chunk));
		for (int length : new int[] { 0, HEADER, HEADER + 1, whole.length / 2 }) {
			Files.write(torn, Arrays.copyOf(whole, length));

			assertThatIOException().isThrownBy(() -> this.census.count(new RecordedChunk(torn, 0, chunk.size())))
				.withMessageContaining("ends at");
		}
	}

	@Test
	void zerosAreRefused() throws IOException {
		Path zeros = this.directory.resolve("zeros.jfr");
		Files.write(zeros, new byte[1000]);

		assertThatIOException().isThrownBy(() -> this.census.count(new RecordedChunk(zeros, 0, 1000)))
			.withMessageContaining("no event at 68");
		assertThatIOException().isThrownBy(() -> ChunkCensus.of(new RecordedChunk(zeros, 0, 1000)))
			.withMessageContaining("no metadata");
	}

	private Path copy(RecordedChunk chunk) throws IOException {
		byte[] content = Files.readAllBytes(chunk.file());
		Path own = this.directory.resolve("chunk-" + chunk.offset() + ".jfr");
		return Files.write(own, Arrays.copyOfRange(content, (int) chunk.offset(), (int) chunk.end()));
	}

}
