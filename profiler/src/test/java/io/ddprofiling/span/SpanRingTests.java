package io.ddprofiling.span;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpanRingTests {

	private final SpanRing ring = new SpanRing();

	private final SpanDescription description = new SpanRecorder(List.of()).description();

	@Test
	void whatIsOfferedComesOutInOrder() {
		this.description.spanId = 5;
		this.description.traceHigh = 6;
		this.description.traceLow = 7;
		this.description.name = 8;
		this.description.attributes = 9;
		offer(1);
		offer(2);
		SpanTable spans = drain();

		assertThat(spans.size()).isEqualTo(2);
		assertThat(spans.thread(0)).isEqualTo(1);
		assertThat(spans.thread(1)).isEqualTo(2);
		assertThat(spans.start(1)).isEqualTo(20);
		assertThat(spans.end(1)).isEqualTo(30);
		assertThat(spans.level(1)).isEqualTo(3);
		assertThat(spans.name(1)).isEqualTo(8);
		assertThat(spans.attributes(1)).isEqualTo(9);
		assertThat(spans.traceHigh(1)).isEqualTo(6);
		assertThat(spans.traceLow(1)).isEqualTo(7);
		assertThat(spans.spanId(1)).isEqualTo(5);
		assertThat(drain().size()).isZero();
	}

	@Test
	void fullRingTakesNothingUntilItIsDrained() {
		for (int i = 0; i < SpanRing.CAPACITY; i++) {
			assertThat(offer(i)).isTrue();
		}
		assertThat(offer(-1)).isFalse();
		assertThat(offer(-2)).isFalse();

		SpanTable spans = drain();
		assertThat(spans.size()).isEqualTo(SpanRing.CAPACITY);
		assertThat(spans.thread(SpanRing.CAPACITY - 1)).isEqualTo(SpanRing.CAPACITY - 1);
		assertThat(offer(7)).isTrue();
		assertThat(drain().thread(0)).isEqualTo(7);
	}

	@Test
	void ringGoesRoundManyTimes() {
		long next = 0;
		long seen = 0;
		for (int round = 0; round < 50; round++) {
			for (int i = 0; i < SpanRing.CAPACITY / 3; i++) {
				assertThat(offer(next++)).isTrue();
			}
			SpanTable spans = drain();
			for (int row = 0; row < spans.size(); row++) {
				assertThat(spans.thread(row)).isEqualTo(seen++);
			}
		}
		assertThat(seen).isEqualTo(next);
	}

	private boolean offer(long thread) {
		return this.ring.offer(thread, thread * 10, thread * 15, 3, this.description);
	}

	private SpanTable drain() {
		SpanTable spans = new SpanTable();
		assertThat(this.ring.drainTo(spans)).isTrue();
		return spans;
	}

}
