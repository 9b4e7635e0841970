package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Sampler;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.SpanRecording;
import io.ddprofiling.profile.TimeWindow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ChunkIndexTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

	@TempDir
	private Path directory;

	private Path recording;

	private Path file;

	private ChunkIndex index;

	@BeforeEach
	void create() {
		this.recording = this.directory.resolve("recording-1.jfr");
		this.file = this.directory.resolve("recording-1.jfr.index");
		this.index = new ChunkIndex(this.recording);
	}

	@Test
	void chunksAndWindowsAreReadAsTheyWereWritten() throws IOException {
		Chunk plain = chunk(1);
		SamplingRates rates = new SamplingRates(Sampler.FLIGHT_RECORDER,
				Map.of(ProfileType.CPU, 10_000_000L, ProfileType.LIVE_HEAP, 512L));
		Chunk full = new Chunk(2, this.recording, 100, 50, new TimeWindow(START, START.plusNanos(7)), rates,
				START.minusSeconds(1),
				List.of(new ExceptionRecording(this.directory.resolve("a.jfr"), 0, 9, 3),
						new ExceptionRecording(this.directory.resolve("b.jfr"), 9, 1, 4)),
				new SpanRecording(this.directory.resolve("recording-1.jfr.spans"), 3, 4));

		this.index.add(plain);
		this.index.add(full);
		this.index.windowEnded(1, 2);

		ChunkIndex.Content content = read();
		assertThat(content.chunks()).containsExactly(plain, full);
		assertThat(content.windows()).containsExactly(new ChunkIndex.Range(1, 2));
	}

	@Test
	void recordingWithoutIndexHasNoChunks() throws IOException {
		assertThat(read().chunks()).isEmpty();
	}

	@Test
	void indexThatIsCutAnywhereLosesOnlyItsLastLine() throws IOException {
		this.index.add(chunk(1));
		long whole = Files.size(this.file);
		this.index.add(chunk(2));
		byte[] content = Files.readAllBytes(this.file);

		for (int length = 0; length < content.length; length++) {
			Files.write(this.file, Arrays.copyOf(content, length));
			int complete = (length >= whole - 1) ? 1 : 0;
			int expected = (length >= content.length - 1) ? 2 : complete;
			assertThat(read().chunks()).as("cut at %d", length).hasSize(expected);
		}
	}

	@Test
	void byteThatIsTurnedLosesOneLine() throws IOException {
		this.index.add(chunk(1));
		this.index.add(chunk(2));
		byte[] content = Files.readAllBytes(this.file);
		for (int i = 0; i < content.length; i++) {
			byte[] broken = content.clone();
			broken[i] ^= 0x11;
			Files.write(this.file, broken);
			assertThat(read().chunks()).as("at %d", i).hasSizeLessThan(2).isSubsetOf(chunk(1), chunk(2));
		}
	}

	@Test
	void whatCouldNotBeWrittenIsWrittenWithTheNext() throws IOException {
		this.index.add(chunk(1));
		Path aside = Files.move(this.file, this.directory.resolve("aside"));
		Files.createDirectory(this.file);
		assertThatIOException().isThrownBy(() -> this.index.add(chunk(2)));
		assertThatIOException().isThrownBy(() -> this.index.windowEnded(1, 2));
		Files.delete(this.file);
		Files.move(aside, this.file);
		// what a full disk leaves
		Files.writeString(this.file, "chunk\t2\trecor", StandardOpenOption.APPEND);

		this.index.add(chunk(3));

		assertThat(read().chunks()).containsExactly(chunk(1), chunk(2), chunk(3));
		assertThat(read().windows()).containsExactly(new ChunkIndex.Range(1, 2));
	}

	@Test
	void entryOfAnotherVersionIsPassedOver() throws IOException {
		this.index.add(chunk(1));
		String other = ChunkLine.of(chunk(2)).replace("ASYNC_PROFILER", "SOMETHING_ELSE");
		Files.writeString(this.file, other + "\n", StandardOpenOption.APPEND);
		this.index.add(chunk(3));

		assertThat(read().chunks()).containsExactly(chunk(1), chunk(3));
	}

	private ChunkIndex.Content read() throws IOException {
		return ChunkIndex.read(this.directory, this.recording);
	}

	private Chunk chunk(long sequence) {
		TimeWindow window = new TimeWindow(START.plusSeconds(sequence), START.plusSeconds(sequence + 1));
		return new Chunk(sequence, this.recording, sequence * 10, 10, window,
				SamplingRates.NONE.with(ProfileType.CPU, 1));
	}

}
