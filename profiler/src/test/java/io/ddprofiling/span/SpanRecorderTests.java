package io.ddprofiling.span;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.ddprofiling.span.SpanBlock.Span;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpanRecorderTests {

	private final SpanRecorder recorder = new SpanRecorder(List.of());

	private final SpanJournal journal = new SpanJournal(this.recorder);

	@Test
	void spanIsTheTimeBetweenOpenAndClose() throws Exception {
		Task task = Task.of("work");
		long before = System.nanoTime();
		this.recorder.open(task, Task.SOURCE);
		long inside = System.nanoTime();
		this.recorder.close(task);
		long after = System.nanoTime();

		Span span = cut().spans().get(0);
		assertThat(span.name()).isEqualTo(new SpanName("work", false));
		assertThat(span.thread()).isEqualTo(Thread.currentThread().getId());
		assertThat(span.level()).isZero();
		assertThat(span.start()).isBetween(before, inside);
		assertThat(span.end()).isBetween(inside, after);
		assertThat(cut(Long.MAX_VALUE).spans()).isEmpty();
	}

	@Test
	void nestedSpansTellTheirLevel() throws Exception {
		Task outer = Task.of("outer");
		Task inner = Task.of("inner");
		this.recorder.open(outer, Task.SOURCE);
		this.recorder.open(inner, Task.SOURCE);
		this.recorder.close(inner);
		this.recorder.close(outer);

		assertThat(names(cut())).containsExactly("0 outer", "1 inner");
	}

	@Test
	void workThatIsOpenedAgainIsOneSpan() throws Exception {
		Task task = Task.of("work");
		this.recorder.open(task, Task.SOURCE);
		this.recorder.open(task, Task.SOURCE);
		this.recorder.close(task);
		assertThat(this.recorder.isInside()).isTrue();
		this.recorder.close(task);

		assertThat(this.recorder.isInside()).isFalse();
		assertThat(names(cut())).containsExactly("0 work");
	}

	@Test
	void workOfTheSameNameIsOtherWork() throws Exception {
		Task one = Task.of("work");
		Task other = Task.of("work");
		this.recorder.open(one, Task.SOURCE);
		this.recorder.open(other, Task.SOURCE);
		this.recorder.close(other);
		this.recorder.close(one);

		assertThat(names(cut())).containsExactly("0 work", "1 work");
	}

	@Test
	void whatWasLeftOpenInsideEndsWithTheOuterSpan() throws Exception {
		Task outer = Task.of("outer");
		this.recorder.open(outer, Task.SOURCE);
		this.recorder.open(Task.of("left"), Task.SOURCE);
		this.recorder.open(Task.of("left too"), Task.SOURCE);
		this.recorder.close(outer);

		assertThat(this.recorder.isInside()).isFalse();
		SpanBlock block = cut();
		assertThat(names(block)).containsExactly("0 outer", "1 left", "2 left too");
		assertThat(block.spans().stream().map(Span::end).distinct()).hasSize(1);
	}

	@Test
	void closingWhatIsNotOpenDoesNothing() throws Exception {
		Task task = Task.of("work");
		this.recorder.close(task);
		this.recorder.open(task, Task.SOURCE);
		this.recorder.close(Task.of("work"));

		assertThat(this.recorder.isInside()).isTrue();
	}

	@Test
	void closingOnAnotherThreadDoesNothing() throws Exception {
		Task task = Task.of("work");
		this.recorder.open(task, Task.SOURCE);
		run(() -> this.recorder.close(task));

		assertThat(this.recorder.isInside()).isTrue();
	}

	@Test
	void tooDeepSpansAreDroppedAndTheOthersStay() throws Exception {
		List<Task> tasks = new ArrayList<>();
		for (int i = 0; i <= SpanSlot.MAX_DEPTH; i++) {
			tasks.add(Task.of("level " + i));
			this.recorder.open(tasks.get(i), Task.SOURCE);
		}
		assertThat(this.recorder.dropped()).isEqualTo(1);
		for (int i = SpanSlot.MAX_DEPTH; i >= 0; i--) {
			this.recorder.close(tasks.get(i));
		}

		assertThat(this.recorder.isInside()).isFalse();
		assertThat(cut().spans()).hasSize(SpanSlot.MAX_DEPTH);
	}

	@Test
	void workThatIsOpenedAgainTooDeepDoesNotCloseTheOuterOne() throws Exception {
		Task outer = Task.of("outer");
		this.recorder.open(outer, Task.SOURCE);
		for (int i = 1; i < SpanSlot.MAX_DEPTH; i++) {
			this.recorder.open(Task.of("level " + i), Task.SOURCE);
		}
		this.recorder.open(outer, Task.SOURCE);
		this.recorder.close(outer);
		assertThat(this.recorder.isInside()).isTrue();
		assertThat(cut(System.nanoTime()).spans()).hasSize(SpanSlot.MAX_DEPTH);
		this.recorder.close(outer);

		assertThat(this.recorder.isInside()).isFalse();
	}

	@Test
	void sourceThatFailsLeavesTheSpanWithoutAName() throws Exception {
		SpanSource<Task> failing = (task, description) -> {
			description.task(task.name());
			throw new StackOverflowError();
		};
		Task task = Task.of("work");
		this.recorder.open(task, failing);
		assertThat(cut(System.nanoTime()).spans()).extracting(Span::name).containsOnlyNulls();
		this.recorder.close(task);

		assertThat(cut().spans()).extracting(Span::name).containsOnlyNulls();
	}

	@Test
	void moreThreadsAtOnceThanThereIsRoomForAreCounted() throws Exception {
		int threads = 200;
		CountDownLatch opened = new CountDownLatch(threads);
		CountDownLatch end = new CountDownLatch(1);
		List<Thread> all = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			// seven in eight have one of two identifiers
			long id = (i % 8 == 0) ? 1_000_000 + i : 2_000_000 + i % 2;
			Thread thread = new Numbered(id, () -> {
				Task task = Task.of("work");
				this.recorder.open(task, Task.SOURCE);
				opened.countDown();
				await(end);
				this.recorder.close(task);
			});
			all.add(thread);
			thread.start();
		}
		await(opened);
		int open = cut(System.nanoTime()).spans().size();
		end.countDown();
		for (Thread thread : all) {
			thread.join();
		}

		assertThat(this.recorder.dropped()).isPositive();
		assertThat(open + this.recorder.dropped()).isEqualTo(threads);
		assertThat(cut().spans()).hasSize(open);
	}

	@Test
	void spanOfAThreadThatDiedIsToldOnceAndItsPlaceIsFree() throws Exception {
		run(() -> this.recorder.open(Task.of("deadly"), Task.SOURCE));

		assertThat(names(cut(System.nanoTime()))).containsExactly("0 deadly");
		assertThat(cut(System.nanoTime()).spans()).isEmpty();
		for (int position = 0; position < SpanSlots.SIZE; position++) {
			assertThat(this.recorder.slots().occupied(position)).isNull();
		}
	}

	@Test
	void manyThreadsThatDieInsideOfSpansLeaveRoomForOthers() throws Exception {
		for (int i = 0; i < 3 * SpanSlots.SIZE; i++) {
			Thread thread = new Numbered(10 + i, () -> this.recorder.open(Task.of("deadly"), Task.SOURCE));
			thread.start();
			thread.join();
			if (i % 1000 == 0) {
				cut(System.nanoTime());
			}
		}

		assertThat(this.recorder.dropped()).isZero();
	}

	@Test
	void requestsAreCountedByNameOnce() throws Exception {
		this.recorder.answered("GET", "/orders/{id}");
		this.recorder.answered("GET", "/orders/{id}");
		this.recorder.answered("POST", "/orders/{id}");
		this.recorder.answered("PROPFIND", null);
		this.recorder.done("nightly");

		assertThat(cut().requests())
			.isEqualTo(Map.of(new SpanName("GET /orders/{id}", true), 2L, new SpanName("POST /orders/{id}", true), 1L,
					new SpanName("OTHER UNKNOWN", true), 1L, new SpanName("nightly", false), 1L));
		assertThat(this.journal.cut(System.nanoTime(), Task.ALL)).isEmpty();
	}

	@Test
	void reservedTimeBelongsToTheWorkThatTakesItOver() throws Exception {
		Object request = new Object();
		Task work = Task.of("work");
		this.recorder.reserve(request);
		long before = System.nanoTime();
		this.recorder.takeOver(work, Task.SOURCE);
		this.recorder.close(work);
		assertThat(this.recorder.isInside()).isTrue();
		assertThat(names(cut(System.nanoTime()))).containsExactly("0 work");
		long after = System.nanoTime();
		this.recorder.close(request);

		assertThat(this.recorder.isInside()).isFalse();
		Span span = cut().spans().get(0);
		assertThat(span.name()).isEqualTo(new SpanName("work", false));
		assertThat(span.start()).isLessThanOrEqualTo(before);
		assertThat(span.end()).isGreaterThanOrEqualTo(after);
	}

	@Test
	void reservedTimeThatNobodyTakesOverIsNotTold() throws Exception {
		Object request = new Object();
		Task inner = Task.of("inner");
		this.recorder.reserve(request);
		this.recorder.open(inner, Task.SOURCE);
		assertThat(names(cut(System.nanoTime()))).containsExactly("0 inner");
		this.recorder.close(inner);
		this.recorder.close(request);

		assertThat(names(cut())).containsExactly("0 inner");
	}

	@Test
	void withoutAReservationWorkIsOpenedAsUsual() throws Exception {
		Task outer = Task.of("outer");
		Task inner = Task.of("inner");
		this.recorder.takeOver(outer, Task.SOURCE);
		this.recorder.takeOver(inner, Task.SOURCE);
		this.recorder.close(inner);
		this.recorder.close(outer);

		assertThat(this.recorder.isInside()).isFalse();
		assertThat(names(cut())).containsExactly("0 outer", "1 inner");
	}

	private SpanBlock cut() throws IOException {
		return cut(Long.MAX_VALUE / 2);
	}

	private SpanBlock cut(long cutNanos) throws IOException {
		byte[] bytes = this.journal.cut(cutNanos, Task.ALL);
		return (bytes.length > 0) ? SpanBlock.read(ByteBuffer.wrap(bytes)) : new SpanBlock(0, 0, Map.of(), List.of());
	}

	private static List<String> names(SpanBlock block) {
		return block.spans()
			.stream()
			.sorted(Comparator.comparingInt(Span::level))
			.map((span) -> span.level() + " " + span.name().text())
			.toList();
	}

	private static void run(Runnable task) throws InterruptedException {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread thread = new Thread(task);
		thread.setUncaughtExceptionHandler((failed, ex) -> failure.set(ex));
		thread.start();
		thread.join();
		assertThat(failure.get()).isNull();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A thread with an identifier of its class's choice.
	 */
	private static final class Numbered extends Thread {

		private final long id;

		Numbered(long id, Runnable task) {
			super(task);
			this.id = id;
		}

		@Override
		@SuppressWarnings("deprecation")
		public long getId() {
			return this.id;
		}

	}

}
