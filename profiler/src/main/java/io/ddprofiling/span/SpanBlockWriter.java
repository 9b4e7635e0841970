package io.ddprofiling.span;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes a {@link SpanBlock}: the names and labels in use, the numbers of requests, then
 * the spans, in numbers of seven bits a byte.
 */
final class SpanBlockWriter {

	private final SpanRecorder recorder;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

	SpanBlockWriter(SpanRecorder recorder) {
		this.recorder = recorder;
	}

	// empty if there is nothing to tell
	byte[] write(SpanTable spans, WallTime now) {
		Map<Integer, Long> requests = takeRequests();
		if (spans.size() == 0 && requests.isEmpty()) {
			return new byte[0];
		}
		number(SpanBlock.MAGIC);
		number(now.epochNanos());
		number(now.nanoTime());
		writeNames(spans, requests.keySet());
		writeAttributes(spans);
		number(requests.size());
		requests.forEach((name, count) -> {
			number(name);
			number(count);
		});
		writeSpans(spans);
		return this.out.toByteArray();
	}

	private Map<Integer, Long> takeRequests() {
		Map<Integer, Long> requests = new LinkedHashMap<>();
		for (int name = 0; name < this.recorder.names().size(); name++) {
			long count = this.recorder.takeRequests(name);
			if (count > 0) {
				requests.put(name, count);
			}
		}
		return requests;
	}

	private void writeNames(SpanTable spans, Set<Integer> counted) {
		Set<Integer> used = new TreeSet<>(counted);
		for (int row = 0; row < spans.size(); row++) {
			used.add(spans.name(row));
		}
		used.removeIf((id) -> this.recorder.names().name(id) == null);
		number(used.size());
		for (int id : used) {
			SpanName name = this.recorder.names().name(id);
			if (name != null) {
				number(id);
				number(name.web() ? 1 : 0);
				text(name.text());
			}
		}
	}

	private void writeAttributes(SpanTable spans) {
		Set<Integer> used = new TreeSet<>();
		for (int row = 0; row < spans.size(); row++) {
			used.add(spans.attributes(row));
		}
		used.remove(SpanAttributes.NONE);
		number(used.size());
		for (int id : used) {
			Map<String, String> set = this.recorder.attributes().set(id);
			Map<String, String> attributes = (set != null) ? set : Map.of();
			number(id);
			number(attributes.size());
			attributes.forEach((key, value) -> {
				text(key);
				text(value);
			});
		}
	}

	private void writeSpans(SpanTable spans) {
		number(spans.size());
		long before = 0;
		for (int row = 0; row < spans.size(); row++) {
			boolean traced = spans.spanId(row) != 0;
			number(spans.thread(row));
			signed(spans.start(row) - before);
			number(spans.end(row) - spans.start(row));
			number(spans.name(row));
			number(spans.attributes(row));
			number(spans.level(row) * 2L + (traced ? 1 : 0));
			if (traced) {
				fixed(spans.traceHigh(row));
				fixed(spans.traceLow(row));
				fixed(spans.spanId(row));
			}
			before = spans.start(row);
		}
	}

	private void text(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		number(bytes.length);
		this.out.writeBytes(bytes);
	}

	private void signed(long value) {
		number((value << 1) ^ (value >> 63));
	}

	private void number(long value) {
		long rest = value;
		while ((rest & ~0x7fL) != 0) {
			this.out.write((int) (rest & 0x7f | 0x80));
			rest >>>= 7;
		}
		this.out.write((int) rest);
	}

	private void fixed(long value) {
		for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
			this.out.write((int) (value >>> shift));
		}
	}

}
