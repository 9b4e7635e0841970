package io.ddprofiling.store;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.SpanRecording;

/**
 * Copies chunks, with what belongs to them, into a recording file of another directory.
 */
final class ChunkCopies {

	private final Path recording;

	private final ChunkIndex index;

	ChunkCopies(Path recording) {
		this.recording = recording;
		this.index = new ChunkIndex(recording);
	}

	Chunk add(Chunk chunk) throws IOException {
		long offset = append(chunk.file(), chunk.offset(), chunk.size(), this.recording);
		List<ExceptionRecording> exceptions = new ArrayList<>();
		for (ExceptionRecording beside : chunk.exceptions()) {
			Path target = beside(".exceptions");
			exceptions.add(new ExceptionRecording(target, append(beside.file(), beside.offset(), beside.size(), target),
					beside.size(), beside.thrown()));
		}
		SpanRecording spans = chunk.spans();
		if (spans != null) {
			Path target = beside(".spans");
			spans = new SpanRecording(target, append(spans.file(), spans.offset(), spans.size(), target), spans.size());
		}
		Chunk copy = new Chunk(chunk.sequence(), this.recording, offset, chunk.size(), chunk.window(), chunk.rates(),
				chunk.collected(), exceptions, spans);
		this.index.add(copy);
		return copy;
	}

	static long size(Chunk chunk) {
		SpanRecording spans = chunk.spans();
		return Stream
			.concat(Stream.of(chunk.size(), (spans != null) ? spans.size() : 0L),
					chunk.exceptions().stream().map(ExceptionRecording::size))
			.mapToLong(Long::longValue)
			.sum();
	}

	private Path beside(String suffix) {
		return this.recording.resolveSibling(this.recording.getFileName() + suffix);
	}

	// where it was put; not by channels: an interrupt, which may end a shutdown, would
	// close them
	private static long append(Path source, long offset, long size, Path target) throws IOException {
		long start = target.toFile().length();
		try (InputStream in = new FileInputStream(source.toFile());
				OutputStream out = new FileOutputStream(target.toFile(), true)) {
			in.skipNBytes(offset);
			byte[] buffer = new byte[64 * 1024];
			long left = size;
			while (left > 0) {
				int count = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
				if (count == 0) {
					throw new IOException("The recording " + source + " was cut short by somebody");
				}
				out.write(buffer, 0, count);
				left -= count;
			}
		}
		return start;
	}

}
