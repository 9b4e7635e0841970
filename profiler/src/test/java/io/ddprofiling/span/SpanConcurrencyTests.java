package io.ddprofiling.span;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

import io.ddprofiling.span.SpanBlock.Span;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads against the one that cuts.
 */
class SpanConcurrencyTests {

	private static final int THREADS = 16;

	private static final int SPANS = 4000;

	private static final int ROUNDS = 30;

	private final SpanRecorder recorder = new SpanRecorder(List.of());

	private final SpanJournal journal = new SpanJournal(this.recorder);

	/**
	 * What was told of each span, by its number.
	 */
	private final Map<Long, List<Span>> told = new HashMap<>();

	@Test
	void eachSpanArrivesOnceOrIsCountedAsDropped() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			run(round, this.journal::drain);
			cut();
		}

		assertThat(this.told).isNotEmpty();
		assertThat(this.told.size() + this.journal.dropped()).isEqualTo((long) ROUNDS * THREADS * SPANS);
		assertThat(this.told.values()).allSatisfy((spans) -> assertThat(spans).hasSize(1));
		assertEachIsOneSpan();
	}

	@Test
	void spansThatAreOpenAtCutsAreToldAsTheyAre() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			run(round, this::cut);
			cut();
		}

		assertThat(this.told).isNotEmpty();
		assertThat(this.told.size() + this.journal.dropped()).isGreaterThanOrEqualTo((long) ROUNDS * THREADS * SPANS);
		assertEachIsOneSpan();
	}

	private void assertEachIsOneSpan() {
		this.told.forEach((number, spans) -> {
			Span first = spans.get(0);
			for (Span span : spans) {
				boolean same = span.start() == first.start() && span.thread() == first.thread()
						&& span.level() == first.level() && span.end() >= span.start() && span.traceLow() == ~number
						&& span.name() != null && span.name().text().equals("level " + span.level());
				assertThat(same).as("%s", spans).isTrue();
			}
		});
	}

	private void run(int round, Runnable meanwhile) throws Exception {
		CountDownLatch done = new CountDownLatch(THREADS);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			long from = ((long) round * THREADS + i) * SPANS;
			Thread thread = new Thread(() -> {
				work(from);
				done.countDown();
			});
			threads.add(thread);
			thread.start();
		}
		while (done.getCount() > 0) {
			meanwhile.run();
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private void work(long from) {
		SplittableRandom random = new SplittableRandom(from);
		long number = from;
		while (number < from + SPANS) {
			int depth = (int) Math.min(from + SPANS - number, 1 + random.nextInt(4));
			Numbered[] open = new Numbered[depth];
			for (int level = 0; level < depth; level++) {
				open[level] = new Numbered(number++, level);
				this.recorder.open(open[level], Numbered.SOURCE);
			}
			// the outermost closes them all, or each itself
			for (int level = random.nextBoolean() ? 0 : depth - 1; level >= 0; level--) {
				this.recorder.close(open[level]);
			}
		}
	}

	private void cut() {
		byte[] bytes = this.journal.cut(System.nanoTime(), Task.ALL);
		try {
			if (bytes.length > 0) {
				SpanBlock.read(ByteBuffer.wrap(bytes))
					.spans()
					.forEach((span) -> this.told.computeIfAbsent(span.spanId(), (key) -> new ArrayList<>(1)).add(span));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Work with a number.
	 */
	private static final class Numbered {

		static final SpanSource<Numbered> SOURCE = Numbered::describe;

		private final long number;

		private final int level;

		Numbered(long number, int level) {
			this.number = number + 1;
			this.level = level;
		}

		private void describe(SpanDescription description) {
			description.task("level " + this.level);
			description.spanId = this.number;
			description.traceLow = ~this.number;
		}

	}

}
