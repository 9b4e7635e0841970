package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

import io.ddprofiling.ForkedJvm;
import io.ddprofiling.KilledApplication;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What is left of a recording whose JVM was killed.
 */
class KilledRecordingTests {

	private static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000);

	private static final TimeWindow ALL = new TimeWindow(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));

	@TempDir
	private Path directory;

	@Test
	void whatWasFlushedIsReadAndTheTornTailIsLeftOut() throws Exception {
		Path store = this.directory.resolve("store");
		try (ForkedJvm jvm = ForkedJvm.start(this.directory.resolve("output"), KilledApplication.class, store)) {
			await().atMost(Duration.ofSeconds(30)).until(() -> !recordings(store).isEmpty());
			Path file = recordings(store).get(0);
			await().atMost(Duration.ofSeconds(30)).until(() -> {
				List<Chunk> written = completeChunks(file);
				return written.size() >= 4 && cpuSamples(written) > 100;
			});

			jvm.kill();

			assertThat(recordings(store)).containsExactly(file);
			List<Chunk> chunks = completeChunks(file);
			Chunk last = chunks.get(chunks.size() - 1);
			assertThat(cpuSamples(chunks)).isGreaterThan(100);
			long torn = last.offset() + last.size();
			assertThat(Files.size(file)).isGreaterThan(torn);
			assertThatExceptionOfType(RecorderException.class).isThrownBy(() -> ChunkHeader.read(file, torn))
				.withMessageContaining("is incomplete at " + torn);
		}
	}

	@Test
	void chunkThatIsCutAnywhereIsLeftOutAndCounted() throws Exception {
		Path store = this.directory.resolve("store");
		Path file;
		try (ForkedJvm jvm = ForkedJvm.start(this.directory.resolve("output"), KilledApplication.class, store)) {
			await().atMost(Duration.ofSeconds(30)).until(() -> !recordings(store).isEmpty());
			file = recordings(store).get(0);
			await().atMost(Duration.ofSeconds(30)).until(() -> completeChunks(file).size() >= 3);
			jvm.kill();
		}
		List<Chunk> chunks = completeChunks(file);
		Chunk last = chunks.get(chunks.size() - 1);
		List<Chunk> before = chunks.subList(0, chunks.size() - 1);
		byte[] content = Files.readAllBytes(file);

		for (long length : new long[] { 0, 1, 67, 68, last.size() / 2, last.size() - 1 }) {
			Path torn = this.directory.resolve("torn.jfr");
			Files.write(torn, Arrays.copyOf(content, (int) (last.offset() + length)));
			assertThat(completeChunks(torn)).hasSameSizeAs(before);

			ProfileReader reader = new ProfileReader();
			List<Chunk> all = chunks.stream().map((chunk) -> in(torn, chunk)).toList();
			Profile profile = reader.read(all, null, ALL, RATES.types());

			assertThat(reader.counters().unreadableChunks()).isEqualTo(1);
			assertThat(profile.samples(ProfileType.CPU)).isEqualTo(cpuSamples(before));
		}
	}

	private static long cpuSamples(List<Chunk> chunks) {
		ProfileReader reader = new ProfileReader();
		Profile profile = reader.read(chunks, null, ALL, EnumSet.of(ProfileType.CPU));
		assertThat(reader.counters().unreadableChunks()).isZero();
		return profile.samples(ProfileType.CPU);
	}

	private static List<Chunk> completeChunks(Path file) throws IOException {
		List<Chunk> chunks = new ArrayList<>();
		long offset = 0;
		while (offset < Files.size(file)) {
			try {
				RecordedChunk chunk = ChunkHeader.read(file, offset);
				chunks.add(new Chunk(chunks.size() + 1, file, offset, chunk.size(), ALL, RATES));
				offset = chunk.end();
			}
			catch (RecorderException ex) {
				break;
			}
		}
		return chunks;
	}

	private static Chunk in(Path file, Chunk chunk) {
		return new Chunk(chunk.sequence(), file, chunk.offset(), chunk.size(), chunk.window(), chunk.rates());
	}

	private static List<Path> recordings(Path store) throws IOException {
		if (!Files.isDirectory(store)) {
			return List.of();
		}
		List<Path> runs;
		try (Stream<Path> children = Files.list(store)) {
			runs = children.filter((child) -> child.getFileName().toString().startsWith("run-")).toList();
		}
		List<Path> recordings = new ArrayList<>();
		for (Path run : runs) {
			try (Stream<Path> files = Files.list(run)) {
				files.filter((file) -> file.getFileName().toString().matches("recording-\\d+\\.jfr"))
					.forEach(recordings::add);
			}
		}
		return recordings;
	}

}
