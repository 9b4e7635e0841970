package io.ddprofiling.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import io.ddprofiling.span.SpanBlock;
import io.ddprofiling.span.SpanBlock.Span;
import io.ddprofiling.span.SpanJournal;
import io.ddprofiling.span.SpanName;
import io.ddprofiling.span.SpanRecorder;
import io.ddprofiling.span.Spans;

/**
 * The spans that are recorded until this is closed, without a profiler.
 */
final class RecordedSpans implements AutoCloseable {

	private final SpanRecorder recorder = new SpanRecorder(List.of());

	private final SpanJournal journal = new SpanJournal(this.recorder);

	RecordedSpans() {
		Spans.recordTo(this.recorder);
	}

	/**
	 * Take what was recorded since the last call.
	 */
	SpanBlock take() {
		byte[] bytes = this.journal.cut(System.nanoTime(), (thread, from, to) -> true);
		try {
			return (bytes.length > 0) ? SpanBlock.read(ByteBuffer.wrap(bytes))
					: new SpanBlock(0, 0, Map.of(), List.of());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Take the names of what was recorded, with the level in front: "0 GET /".
	 */
	List<String> takeNames() {
		return take().spans().stream().map(RecordedSpans::name).toList();
	}

	static String name(Span span) {
		SpanName name = span.name();
		return span.level() + " " + ((name != null) ? name.text() : null);
	}

	@Override
	public void close() {
		Spans.recordTo(null);
	}

}
