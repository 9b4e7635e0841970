package io.ddprofiling.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChunkStoreTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 1);

	@TempDir
	private Path base;

	private ChunkStore store;

	@BeforeEach
	void open() throws IOException {
		this.store = new ChunkStore(this.base, 1000, Duration.ofMinutes(10));
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void holdsNothingAtFirst() {
		assertThat(this.store.contents()).isEqualTo(new ChunkStore.Contents(0, 0, null, 0));
		assertThat(this.store.after(0)).isEmpty();
		assertThat(this.store.newestFileIsLarge()).isFalse();
	}

	@Test
	void numbersChunksAcrossFiles() throws IOException {
		Path first = file();
		Chunk one = chunk(0, 10, 0, 10);
		Chunk two = chunk(10, 20, 10, 20);
		Path second = file();
		Chunk three = chunk(0, 5, 20, 30);

		assertThat(one).isEqualTo(new Chunk(1, first, 0, 10, window(0, 10), RATES));
		assertThat(two).isEqualTo(new Chunk(2, first, 10, 20, window(10, 20), RATES));
		assertThat(three).isEqualTo(new Chunk(3, second, 0, 5, window(20, 30), RATES));
		assertThat(this.store.contents()).isEqualTo(new ChunkStore.Contents(35, 3, window(0, 30), 0));
	}

	@Test
	void clockThatWasSetBackDoesNotMatter() throws IOException {
		file();
		chunk(0, 10, 100, 110);
		chunk(10, 10, 40, 50);

		assertThat(this.store.contents().covered()).isEqualTo(window(40, 110));
	}

	@Test
	void afterGivesWhatIsNewer() throws IOException {
		file();
		Chunk one = chunk(0, 10, 0, 10);
		Chunk two = chunk(10, 10, 10, 20);
		file();
		Chunk three = chunk(0, 10, 20, 30);

		assertThat(this.store.after(0)).containsExactly(one, two, three);
		assertThat(this.store.after(1)).containsExactly(two, three);
		assertThat(this.store.after(3)).isEmpty();
	}

	@Test
	void overlappingGivesWhatSharesAnInstant() throws IOException {
		file();
		Chunk one = chunk(0, 10, 0, 10);
		Chunk two = chunk(10, 10, 10, 20);
		file();
		Chunk three = chunk(0, 10, 20, 30);

		assertThat(this.store.overlapping(window(10, 20))).containsExactly(two);
		assertThat(this.store.overlapping(window(9, 21))).containsExactly(one, two, three);
		assertThat(this.store.overlapping(window(30, 40))).isEmpty();
	}

	@Test
	void whatIsTooOldIsDeletedAFileAtATime() throws IOException {
		Path first = file();
		chunk(0, 10, 0, 10);
		chunk(10, 10, 10, 20);
		Path second = file();
		Chunk three = chunk(0, 10, 20, 30);

		this.store.retain(at(20).plus(Duration.ofMinutes(10)));
		assertThat(first).exists();

		this.store.retain(at(21).plus(Duration.ofMinutes(10)));
		assertThat(first).doesNotExist();
		assertThat(second).exists();
		assertThat(this.store.after(0)).containsExactly(three);
		assertThat(this.store.contents().dropped()).isZero();
	}

	@Test
	void whatIsTooMuchIsDeletedOldestFirstAndCounted() throws IOException {
		Path first = file();
		chunk(0, 300, 0, 10);
		chunk(300, 200, 10, 20);
		Path second = file();
		chunk(0, 500, 20, 30);
		this.store.retain(at(30));
		assertThat(first).exists();
		Path third = file();
		chunk(0, 1, 30, 40);

		this.store.retain(at(40));

		assertThat(first).doesNotExist();
		assertThat(second).exists();
		assertThat(third).exists();
		assertThat(this.store.contents()).isEqualTo(new ChunkStore.Contents(501, 2, window(20, 40), 2));
	}

	@Test
	void openFileIsKeptHoweverOldAndLargeItIs() throws IOException {
		Path open = file();
		chunk(0, 5000, 0, 10);

		this.store.retain(at(10).plus(Duration.ofDays(1)));

		assertThat(open).exists();
		assertThat(this.store.contents().chunks()).isEqualTo(1);
		assertThat(this.store.newestFileIsLarge()).isTrue();
	}

	@Test
	void filesThatSomebodyDeletedAreForgotten() throws IOException {
		Path deleted = file();
		chunk(0, 10, 0, 10);
		chunk(10, 10, 10, 20);
		file();
		chunk(0, 10, 20, 30);
		Files.delete(deleted);

		this.store.retain(at(30));

		assertThat(this.store.contents()).isEqualTo(new ChunkStore.Contents(10, 1, window(20, 30), 2));
	}

	@Test
	void openFileWithoutChunkIsKept() throws IOException {
		Path first = file();
		chunk(0, 10, 0, 10);
		Path open = file();

		this.store.retain(at(10).plus(Duration.ofDays(1)));

		assertThat(first).doesNotExist();
		assertThat(open).exists();
	}

	@Test
	void fileThatGotNoChunkDoesNotTakeTheOpenFileAlong() throws IOException {
		Path failed = this.store.newFile();
		Path open = file();
		Chunk chunk = chunk(0, 10, 0, 10);

		this.store.retain(at(10));

		assertThat(open).isNotEqualTo(failed).exists();
		assertThat(this.store.after(0)).containsExactly(chunk);
	}

	@Test
	void fileIsLargeFromAnEighthOfTheStoreOn() throws IOException {
		file();
		chunk(0, 125, 0, 10);
		assertThat(this.store.newestFileIsLarge()).isFalse();

		chunk(125, 1, 10, 20);
		assertThat(this.store.newestFileIsLarge()).isTrue();

		file();
		assertThat(this.store.newestFileIsLarge()).isFalse();
	}

	@Test
	void chunkReadsItsRange() throws IOException {
		Path file = this.store.newFile();
		Files.writeString(file, "firstsecondthird");

		ByteBuffer content = chunk(5, 6, 0, 10).read();

		assertThat(StandardCharsets.UTF_8.decode(content).toString()).isEqualTo("second");
	}

	@Test
	void chunkOfATruncatedFileCannotBeRead() throws IOException {
		Path file = this.store.newFile();
		Files.writeString(file, "firstsec");

		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> chunk(5, 6, 0, 10).read())
			.withMessageContaining("chunk 1 of " + file);
	}

	@Test
	void chunkThatWasGivenUpCannotBeRead() throws IOException {
		file();
		Chunk chunk = chunk(0, 10, 0, 10);
		file();
		this.store.retain(at(11).plus(Duration.ofMinutes(10)));

		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(chunk::read);
	}

	@Test
	void closeDeletesEverything() throws IOException {
		file();
		chunk(0, 10, 0, 10);
		file();

		this.store.close();

		assertThat(this.store.directory()).doesNotExist();
		assertThat(this.base).isEmptyDirectory();
		assertThat(this.store.contents().chunks()).isZero();
	}

	@Test
	void storesOfOneBaseDoNotDisturbEachOther() throws IOException {
		Path first = file();
		try (ChunkStore other = new ChunkStore(this.base, 1000, Duration.ZERO)) {
			assertThat(other.directory()).isNotEqualTo(this.store.directory()).hasParent(this.base);
		}

		assertThat(first).exists();
	}

	@Test
	void tellsWhatTheDiskHasLeft() throws IOException {
		assertThat(this.store.usableBytes()).isPositive();
	}

	@Test
	void prepareMakesTheSharedDirectory() throws IOException {
		Path prepared = ChunkStore.prepare(this.base.resolve("a").resolve("b"));

		assertThat(prepared).isEqualTo(this.base.resolve("a").resolve("b")).isEmptyDirectory();
	}

	private Path file() throws IOException {
		return Files.writeString(this.store.newFile(), "recording");
	}

	private Chunk chunk(long offset, long size, long start, long end) {
		Chunk chunk = this.store.add(offset, size, window(start, end), RATES, null, List.of(), new byte[0]);
		assertThat(List.of(chunk)).isSubsetOf(this.store.after(0));
		return chunk;
	}

	private static TimeWindow window(long start, long end) {
		return new TimeWindow(at(start), at(end));
	}

	private static Instant at(long seconds) {
		return START.plusSeconds(seconds);
	}

}
