package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChunkHeaderTests {

	private static final int SIZE = 200;

	@TempDir
	private Path directory;

	@Test
	void completeChunkIsFoundAtItsOffset() throws Exception {
		ByteBuffer content = ByteBuffer.allocate(2 * SIZE).put(chunk(SIZE).array()).put(chunk(SIZE).array());
		Path file = write(content.array());

		assertThat(ChunkHeader.read(file, 0)).isEqualTo(new RecordedChunk(file, 0, SIZE));
		assertThat(ChunkHeader.read(file, SIZE)).isEqualTo(new RecordedChunk(file, SIZE, SIZE));
		assertThat(ChunkHeader.read(file, SIZE).end()).isEqualTo(2 * SIZE);
	}

	@Test
	void missingFileIsNamed() {
		Path file = this.directory.resolve("missing.jfr");

		assertThatExceptionOfType(RecorderException.class).isThrownBy(() -> ChunkHeader.read(file, 0))
			.withMessageContaining("cannot be read")
			.withMessageContaining(file.toString())
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void emptyFileIsIncomplete() throws IOException {
		assertIncomplete(write(new byte[0]), 0);
	}

	@Test
	void truncatedHeaderIsIncomplete() throws IOException {
		byte[] header = new byte[67];
		chunk(SIZE).get(header);

		assertIncomplete(write(header), 0);
	}

	@Test
	void nothingBehindTheLastChunkIsIncomplete() throws IOException {
		assertIncomplete(write(chunk(SIZE).array()), SIZE);
	}

	@Test
	void truncatedChunkIsIncomplete() throws IOException {
		byte[] truncated = new byte[SIZE - 1];
		chunk(SIZE).get(truncated);

		assertIncomplete(write(truncated), 0);
	}

	@Test
	void garbageIsIncomplete() throws IOException {
		byte[] garbage = new byte[SIZE];
		new Random(1).nextBytes(garbage);

		assertIncomplete(write(garbage), 0);
	}

	@Test
	void placeholderForTheSizeIsIncomplete() throws IOException {
		assertIncomplete(write(chunk((chunk) -> chunk.putLong(8, 0x40000000L)).array()), 0);
	}

	@Test
	void sizesThatCannotBeAreIncomplete() throws IOException {
		assertIncomplete(write(chunk((chunk) -> chunk.putLong(8, 0)).array()), 0);
		assertIncomplete(write(chunk((chunk) -> chunk.putLong(8, -1)).array()), 0);
		assertIncomplete(write(chunk((chunk) -> chunk.putLong(8, 67)).array()), 0);
	}

	@Test
	void sizeThatIsTooLargeToBeAddedIsIncomplete() throws IOException {
		byte[] broken = chunk((chunk) -> chunk.putLong(8, Long.MAX_VALUE)).array();

		assertIncomplete(write(ByteBuffer.allocate(2 * SIZE).put(chunk(SIZE).array()).put(broken).array()), SIZE);
	}

	@Test
	void constantPoolThatBeginsWithoutANumberIsIncomplete() throws IOException {
		byte[] ones = new byte[SIZE - 100];
		Arrays.fill(ones, (byte) 0xff);

		assertIncomplete(write(chunk((chunk) -> chunk.put(100, ones)).array()), 0);
	}

	@Test
	void chunkWithoutConstantPoolIsIncomplete() throws IOException {
		assertIncomplete(write(chunk((chunk) -> chunk.putLong(16, 0)).array()), 0);
	}

	@Test
	void chunkWhoseConstantPoolFellOffIsIncomplete() throws IOException {
		assertIncomplete(write(chunk((chunk) -> chunk.putLong(16, SIZE)).array()), 0);
		assertIncomplete(write(chunk((chunk) -> chunk.putLong(16, SIZE - 5)).array()), 0);
		assertIncomplete(write(chunk((chunk) -> chunk.putLong(16, Long.MAX_VALUE)).array()), 0);
	}

	@Test
	void chunkWithSomethingElseForAConstantPoolIsIncomplete() throws IOException {
		assertIncomplete(write(chunk((chunk) -> chunk.put(105, (byte) 76)).array()), 0);
		assertIncomplete(write(chunk((chunk) -> chunk.put(100, (byte) 0xff)).array()), 0);
	}

	private void assertIncomplete(Path file, long offset) {
		assertThatExceptionOfType(RecorderException.class).isThrownBy(() -> ChunkHeader.read(file, offset))
			.withMessage("The recording " + file + " is incomplete at " + offset
					+ "; is the disk full, or did somebody else stop async-profiler? Samples since the last cut are lost");
	}

	private Path write(byte[] content) throws IOException {
		return Files.write(this.directory.resolve("recording.jfr"), content);
	}

	private static ByteBuffer chunk(long size) {
		return chunk((chunk) -> chunk.putLong(8, size));
	}

	private static ByteBuffer chunk(Consumer<ByteBuffer> change) {
		ByteBuffer chunk = ByteBuffer.allocate(SIZE);
		chunk.putInt(0, 0x464c5200).putLong(8, SIZE).putLong(16, 100).putLong(24, 68);
		// a constant pool of 100 bytes, its size padded to five as the recorders do
		chunk.position(100).put(new byte[] { (byte) 0xe4, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0, 1 }).rewind();
		change.accept(chunk);
		return chunk;
	}

}
