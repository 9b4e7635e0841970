package io.ddprofiling.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

class StoredRecordingTests {

	private static final TimeWindow WINDOW = new TimeWindow(Instant.EPOCH, Instant.EPOCH.plusSeconds(10));

	private static final SamplingRates RATES = SamplingRates.NONE;

	@TempDir
	private Path directory;

	@Test
	void bytesAreReadAsTheyAre() throws IOException {
		Path file = file("one.jfr", 1, 0xff, 3, 4);
		StoredRecording recording = StoredRecording.of(List.of(chunk(file, 1, 2), chunk(file, 0, 1)));

		try (InputStream in = recording.open()) {
			assertThat(recording.size()).isEqualTo(3);
			assertThat(in.read()).isEqualTo(0xff);
			assertThat(in.readAllBytes()).containsExactly(3, 1);
			assertThat(in.read()).isEqualTo(-1);
		}
	}

	@Test
	void manyChunksOfAFileTakeOneOpenFile() throws IOException {
		Path descriptors = Path.of("/proc/self/fd");
		assumeThat(descriptors).as("this system lists open files").isDirectory();
		Path first = file("one.jfr", new int[100]);
		Path second = file("two.jfr", new int[100]);
		List<Chunk> chunks = Stream.of(first, second)
			.flatMap((file) -> Stream.iterate(0, (offset) -> offset + 1).limit(100).map((at) -> chunk(file, at, 1)))
			.toList();

		try (InputStream in = StoredRecording.of(chunks).open(); Stream<Path> open = Files.list(descriptors)) {
			assertThat(open.map(StoredRecordingTests::target).filter((path) -> path.endsWith(".jfr"))).hasSize(2);
			assertThat(in.readAllBytes()).hasSize(200);
		}
	}

	@Test
	void chunksWhoseBytesAreGoneAreLeftOut() throws IOException {
		Path there = file("there.jfr", 1, 2, 3);

		StoredRecording recording = StoredRecording
			.of(List.of(chunk(this.directory.resolve("gone.jfr"), 0, 10), chunk(there, 0, 2), chunk(there, 2, 2)));

		try (InputStream in = recording.open()) {
			assertThat(recording.size()).isEqualTo(2);
			assertThat(in.readAllBytes()).containsExactly(1, 2);
		}
	}

	@Test
	void fileThatIsDeletedBeforeItIsOpenedIsSaid() throws IOException {
		Path first = file("one.jfr", 1);
		Path second = file("two.jfr", 2);
		StoredRecording recording = StoredRecording.of(List.of(chunk(first, 0, 1), chunk(second, 0, 1)));
		Files.delete(second);

		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(recording::open);
	}

	@Test
	void fileThatIsCutShortWhileItIsReadIsSaid() throws IOException {
		Path file = file("one.jfr", 1, 2, 3);
		StoredRecording recording = StoredRecording.of(List.of(chunk(file, 0, 3)));

		try (InputStream in = recording.open()) {
			Files.write(file, new byte[] { 1 });

			assertThatExceptionOfType(EOFException.class).isThrownBy(in::readAllBytes).withMessageContaining("one.jfr");
		}
	}

	private Path file(String name, int... bytes) throws IOException {
		byte[] content = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			content[i] = (byte) bytes[i];
		}
		return Files.write(this.directory.resolve(name), content);
	}

	private static Chunk chunk(Path file, long offset, long size) {
		return new Chunk(1, file, offset, size, WINDOW, RATES);
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

}
