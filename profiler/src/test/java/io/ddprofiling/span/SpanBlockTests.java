package io.ddprofiling.span;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.ddprofiling.span.SpanBlock.Span;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SpanBlockTests {

	private final SpanRecorder recorder = new SpanRecorder(List.of());

	private final SpanDescription description = this.recorder.description();

	private final SpanTable spans = new SpanTable();

	@Test
	void blockIsReadAsItWasWritten() throws Exception {
		SpanBlock block = SpanBlock.read(ByteBuffer.wrap(someBytes()));

		assertThat(block.epochNanos()).isEqualTo(1_700_000_000_000_000_000L);
		assertThat(block.nanoTime()).isEqualTo(-77);
		assertThat(block.requests()).containsExactly(Map.entry(new SpanName("GET /", true), 1L));
		assertThat(block.spans()).containsExactly(
				new Span(1, 1000, 2000, 0, new SpanName("GET /", true), Map.of("tenant", "a\u00e9"), -1, 2, -3),
				new Span(Long.MAX_VALUE, -5000, -4000, 3, null, Map.of(), 0, 0, 0),
				new Span(7, Long.MIN_VALUE, Long.MIN_VALUE + 1, 7, null, Map.of(), 0, 0, 0));
	}

	@Test
	void bufferIsReadFromWhereItBegins() throws Exception {
		byte[] bytes = someBytes();
		ByteBuffer buffer = ByteBuffer.allocate(bytes.length + 10).position(10).put(bytes).position(10).slice();

		assertThat(SpanBlock.read(buffer)).isEqualTo(SpanBlock.read(ByteBuffer.wrap(bytes)));
	}

	@Test
	void tornBlockIsNoBlock() throws Exception {
		byte[] bytes = someBytes();
		for (int length = 0; length < bytes.length; length++) {
			ByteBuffer torn = ByteBuffer.wrap(Arrays.copyOf(bytes, length));
			assertThatExceptionOfType(IOException.class).as("%d bytes", length).isThrownBy(() -> SpanBlock.read(torn));
		}
	}

	@Test
	void whateverTheBytesAreTheyAreReadOrRefused() {
		byte[] bytes = someBytes();
		SplittableRandom random = new SplittableRandom(1);
		int refused = 0;
		for (int i = 0; i < 200_000; i++) {
			byte[] broken = bytes.clone();
			for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
				broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
			}
			try {
				SpanBlock block = SpanBlock.read(ByteBuffer.wrap(broken));
				assertThat(block.spans().size()).isLessThanOrEqualTo(broken.length);
			}
			catch (IOException ex) {
				refused++;
			}
		}
		assertThat(refused).isBetween(1, 199_999);
	}

	@Test
	void countsBeyondTheBytesTakeNoMemory() {
		byte[] head = { (byte) 0x81, (byte) 0x80, (byte) 0xf4, (byte) 0xea, 0x05, 0, 0, 0, 0, 0 };
		byte[] many = { (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07 };
		ByteBuffer bytes = ByteBuffer.allocate(head.length + many.length + 6).put(head).put(many).rewind();

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> SpanBlock.read(bytes))
			.withMessageContaining("torn");
	}

	private byte[] someBytes() {
		this.description.clear();
		this.description.web("GET", "/");
		this.description.attributes(Map.of("tenant", "a\u00e9"));
		this.description.traceHigh = -1;
		this.description.traceLow = 2;
		this.description.spanId = -3;
		this.spans.add(1, 1000, 2000, 0, this.description);
		this.description.clear();
		this.spans.add(Long.MAX_VALUE, -5000, -4000, 3, this.description);
		this.spans.add(7, Long.MIN_VALUE, Long.MIN_VALUE + 1, 7, this.description);
		this.recorder.answered("GET", "/");
		return new SpanBlockWriter(this.recorder).write(this.spans, new WallTime(1_700_000_000_000_000_000L, -77));
	}

}
