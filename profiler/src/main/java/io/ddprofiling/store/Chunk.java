package io.ddprofiling.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.SpanRecording;
import io.ddprofiling.profile.TimeWindow;
import org.jspecify.annotations.Nullable;

/**
 * A stored range of a recording file: a JFR recording of its own that covers one window.
 *
 * @param sequence the position in the order of recording, from 1
 * @param file the recording file
 * @param offset where the chunk begins, in bytes
 * @param size how long the chunk is, in bytes
 * @param window the time the chunk covers; neighbours touch
 * @param rates how the chunk was sampled
 * @param collected if the chunk ends with a list of the objects that were alive, when the
 * last garbage collection before had begun; {@code null} if there is no such list
 * @param exceptions what was recorded of exceptions beside it
 * @param spans what was recorded of requests and other work beside it, {@code null} if
 * nothing was
 * @since 0.1.0
 */
public record Chunk(long sequence, Path file, long offset, long size, TimeWindow window, SamplingRates rates,
		@Nullable Instant collected, List<ExceptionRecording> exceptions, @Nullable SpanRecording spans) {

	public Chunk {
		exceptions = List.copyOf(exceptions);
	}

	/**
	 * A chunk with nothing beside it.
	 * @param sequence the position in the order of recording, from 1
	 * @param file the recording file
	 * @param offset where the chunk begins, in bytes
	 * @param size how long the chunk is, in bytes
	 * @param window the time the chunk covers; neighbours touch
	 * @param rates how the chunk was sampled
	 */
	public Chunk(long sequence, Path file, long offset, long size, TimeWindow window, SamplingRates rates) {
		this(sequence, file, offset, size, window, rates, null, List.of(), null);
	}

	/**
	 * Whether the chunk is still on disk.
	 * @return {@code false} if it was given up, or deleted by somebody
	 */
	public boolean isStored() {
		return this.file.toFile().length() >= this.offset + this.size;
	}

	/**
	 * Reads the whole chunk into memory.
	 * @return the bytes, ready to be read
	 * @throws IOException if the file is gone or too short
	 */
	public ByteBuffer read() throws IOException {
		return read(this.file, this.offset, this.size);
	}

	/**
	 * Reads a recording of exceptions into memory.
	 * @param recording one of {@link #exceptions()}
	 * @return the bytes, ready to be read
	 * @throws IOException if the file is gone or too short
	 */
	public ByteBuffer read(ExceptionRecording recording) throws IOException {
		return read(recording.file(), recording.offset(), recording.size());
	}

	/**
	 * Reads what was recorded of requests into memory.
	 * @param recording the {@link #spans()}
	 * @return the bytes, ready to be read
	 * @throws IOException if the file is gone or too short
	 */
	public ByteBuffer read(SpanRecording recording) throws IOException {
		return read(recording.file(), recording.offset(), recording.size());
	}

	private ByteBuffer read(Path source, long start, long length) throws IOException {
		ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(length));
		try (FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
			while (content.hasRemaining()) {
				if (channel.read(content, start + content.position()) < 0) {
					throw new EOFException("The recording ends within chunk " + this.sequence + " of " + source);
				}
			}
		}
		return content.flip();
	}

}
