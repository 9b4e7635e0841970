package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.ddprofiling.chunk.FileParts;
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
		long offset = FileParts.append(chunk.file(), chunk.offset(), chunk.size(), this.recording);
		List<ExceptionRecording> exceptions = new ArrayList<>();
		for (ExceptionRecording beside : chunk.exceptions()) {
			Path target = beside(".exceptions");
			exceptions.add(new ExceptionRecording(target,
					FileParts.append(beside.file(), beside.offset(), beside.size(), target), beside.size(),
					beside.thrown()));
		}
		SpanRecording spans = chunk.spans();
		if (spans != null) {
			Path target = beside(".spans");
			spans = new SpanRecording(target, FileParts.append(spans.file(), spans.offset(), spans.size(), target),
					spans.size());
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

}
