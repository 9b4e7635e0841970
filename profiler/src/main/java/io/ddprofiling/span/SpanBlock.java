package io.ddprofiling.span;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The spans that belong to one chunk of a recording, and how many requests were answered
 * meanwhile. Times are those of {@link System#nanoTime()} in the process that wrote it.
 *
 * @param epochNanos a moment in nanoseconds since 1970
 * @param nanoTime the same moment by {@link System#nanoTime()}
 * @param requests the number of requests and other work that ended, by its name
 * @param spans the spans in no order, some of them perhaps twice
 * @since 0.1.0
 */
public record SpanBlock(long epochNanos, long nanoTime, Map<SpanName, Long> requests, List<Span> spans) {

	/**
	 * Of the first version.
	 */
	static final long MAGIC = 0x5D5D_0001L;

	public SpanBlock {
		requests = Map.copyOf(requests);
		spans = List.copyOf(spans);
	}

	/**
	 * Reads a block.
	 * @param in the bytes of the block, all of them
	 * @return the block
	 * @throws IOException if it is torn or no block at all
	 */
	public static SpanBlock read(ByteBuffer in) throws IOException {
		try {
			return new Reader(in.duplicate().order(ByteOrder.LITTLE_ENDIAN)).read();
		}
		catch (BufferUnderflowException | IllegalArgumentException ex) {
			throw new IOException("The spans of a chunk are torn", ex);
		}
	}

	/**
	 * A stretch of time that one thread worked on one thing.
	 *
	 * @param thread the Java thread's identifier
	 * @param start the first moment
	 * @param end the last moment
	 * @param level how many spans of the same thread it is inside of
	 * @param name what the work is called, {@code null} if that was not known yet
	 * @param attributes the labels the work bears
	 * @param traceHigh the upper half of the trace's identifier, 0 if there is none
	 * @param traceLow the lower half of the trace's identifier, 0 if there is none
	 * @param spanId the span's identifier in the trace, 0 if there is none
	 */
	public record Span(long thread, long start, long end, int level, @Nullable SpanName name,
			Map<String, String> attributes, long traceHigh, long traceLow, long spanId) {

	}

	/**
	 * Reads what {@link SpanBlockWriter} writes.
	 */
	private static final class Reader {

		private static final int SMALLEST_SPAN = 6;

		private final ByteBuffer in;

		private final Map<Integer, SpanName> names = new HashMap<>();

		private final Map<Integer, Map<String, String>> attributes = new HashMap<>();

		Reader(ByteBuffer in) {
			this.in = in;
		}

		SpanBlock read() throws IOException {
			if (number() != MAGIC) {
				throw new IOException("These are no spans");
			}
			long epochNanos = number();
			long nanoTime = number();
			readNames();
			readAttributes();
			return new SpanBlock(epochNanos, nanoTime, readRequests(), readSpans());
		}

		private void readNames() {
			for (int left = count(); left > 0; left--) {
				int id = count();
				boolean web = number() == 1;
				this.names.put(id, new SpanName(text(), web));
			}
		}

		private void readAttributes() {
			for (int left = count(); left > 0; left--) {
				int id = count();
				Map<String, String> set = new LinkedHashMap<>();
				for (int pairs = count(); pairs > 0; pairs--) {
					set.put(text(), text());
				}
				this.attributes.put(id, set);
			}
		}

		private Map<SpanName, Long> readRequests() {
			Map<SpanName, Long> requests = new HashMap<>();
			for (int left = count(); left > 0; left--) {
				SpanName name = this.names.get(count());
				int count = count();
				if (name != null) {
					requests.merge(name, (long) count, Long::sum);
				}
			}
			return requests;
		}

		private List<Span> readSpans() {
			int count = count();
			if (count > this.in.remaining() / SMALLEST_SPAN) {
				throw new BufferUnderflowException();
			}
			List<Span> spans = new ArrayList<>(count);
			long start = 0;
			for (int i = 0; i < count; i++) {
				long thread = number();
				start += signed();
				spans.add(span(thread, start));
			}
			return spans;
		}

		private Span span(long thread, long start) {
			long length = number();
			if (length < 0) {
				throw new BufferUnderflowException();
			}
			long end = start + length;
			SpanName name = this.names.get(count());
			Map<String, String> labels = this.attributes.getOrDefault(count(), Map.of());
			int level = count();
			boolean traced = (level & 1) != 0;
			return new Span(thread, start, end, level >>> 1, name, labels, traced ? this.in.getLong() : 0,
					traced ? this.in.getLong() : 0, traced ? this.in.getLong() : 0);
		}

		private String text() {
			int length = count();
			if (length > this.in.remaining()) {
				throw new BufferUnderflowException();
			}
			byte[] bytes = new byte[length];
			this.in.get(bytes);
			return new String(bytes, StandardCharsets.UTF_8);
		}

		private int count() {
			long value = number();
			if (value < 0 || value > Integer.MAX_VALUE) {
				throw new BufferUnderflowException();
			}
			return (int) value;
		}

		private long signed() {
			long value = number();
			return (value >>> 1) ^ -(value & 1);
		}

		private long number() {
			long value = 0;
			for (int shift = 0; shift < Long.SIZE; shift += 7) {
				byte next = this.in.get();
				value |= (long) (next & 0x7f) << shift;
				if (next >= 0) {
					return value;
				}
			}
			throw new BufferUnderflowException();
		}

	}

}
