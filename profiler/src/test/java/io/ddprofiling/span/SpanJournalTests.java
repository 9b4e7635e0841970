package io.ddprofiling.span;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import io.ddprofiling.span.SpanBlock.Span;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpanJournalTests {

	private final SpanRecorder recorder = new SpanRecorder(List.of());

	private final SpanJournal journal = new SpanJournal(this.recorder);

	@Test
	void openSpanIsToldWithEachCutUntilItHasEnded() throws Exception {
		Task task = Task.of("long");
		this.recorder.open(task, Task.SOURCE);
		Span first = cut(System.nanoTime()).spans().get(0);
		Span second = cut(System.nanoTime()).spans().get(0);
		this.recorder.close(task);
		Span last = cut(System.nanoTime()).spans().get(0);

		assertThat(List.of(first, second, last)).extracting((span) -> span.name().text()).containsOnly("long");
		assertThat(List.of(second, last)).extracting(Span::start).containsOnly(first.start());
		assertThat(first.end()).isLessThan(second.end());
		assertThat(second.end()).isLessThan(last.end());
	}

	@Test
	void spanThatEndedAfterTheCutBeganIsToldAgainWithTheNext() throws Exception {
		Task before = Task.of("before");
		Task after = Task.of("after");
		this.recorder.open(before, Task.SOURCE);
		this.recorder.close(before);
		long cut = System.nanoTime();
		this.recorder.open(after, Task.SOURCE);
		this.recorder.close(after);

		assertThat(cut(cut).spans()).hasSize(2);
		assertThat(cut(System.nanoTime()).spans()).extracting((span) -> span.name().text()).containsExactly("after");
		assertThat(cut(System.nanoTime()).spans()).isEmpty();
	}

	@Test
	void spanThatBeginsAfterTheCutIsNotToldAsOpen() throws Exception {
		SpanSource<Task> opening = (task, description) -> {
			description.task(task.name());
			onThread(() -> this.recorder.open(Task.of("late"), Task.SOURCE));
		};
		this.recorder.open(Task.of("early"), opening);

		assertThat(cut(System.nanoTime()).spans()).extracting((span) -> span.name().text()).containsExactly("early");
	}

	@Test
	void spanThatEndsWhileItIsDescribedIsToldAsItEnded() throws Exception {
		String[] name = { "right" };
		Runnable[] meanwhile = { () -> {
		} };
		SpanSource<String[]> recycled = (holder, description) -> {
			Runnable once = meanwhile[0];
			meanwhile[0] = () -> {
			};
			once.run();
			description.task(holder[0]);
		};
		Worker worker = new Worker();
		worker.run(() -> this.recorder.open(name, recycled));
		meanwhile[0] = () -> worker.run(() -> {
			this.recorder.close(name);
			name[0] = "wrong";
		});
		List<Span> spans = cut(System.nanoTime()).spans();
		worker.end();

		assertThat(spans).extracting((span) -> span.name().text()).containsExactly("right");
	}

	@Test
	void manySpansWithoutASampleAreLeftOut() throws Exception {
		Task[] tasks = new Task[SpanJournal.FEW + 1];
		for (int i = 0; i < tasks.length; i++) {
			tasks[i] = Task.of("task");
			this.recorder.open(tasks[i], Task.SOURCE);
			this.recorder.close(tasks[i]);
		}
		long[] sampled = { 0 };
		byte[] bytes = this.journal.cut(System.nanoTime(), (thread, from, to) -> ++sampled[0] == 7);

		assertThat(SpanBlock.read(ByteBuffer.wrap(bytes)).spans()).hasSize(1);
	}

	@Test
	void fewSpansAreKeptWithoutLookingAtSamples() throws Exception {
		Task task = Task.of("task");
		this.recorder.open(task, Task.SOURCE);
		this.recorder.close(task);
		byte[] bytes = this.journal.cut(System.nanoTime(), (thread, from, to) -> {
			throw new AssertionError("not asked");
		});

		assertThat(SpanBlock.read(ByteBuffer.wrap(bytes)).spans()).hasSize(1);
	}

	@Test
	void discardForgetsSpansAndRequestsAndKeepsCountingWhatIsDropped() throws Exception {
		span("task");
		this.recorder.done("task");
		for (int i = 0; i < SpanTable.LIMIT; i++) {
			span("task");
			if (i % 1000 == 0) {
				this.journal.drain();
			}
		}
		this.journal.drain();
		assertThat(this.journal.dropped()).isEqualTo(1);

		this.journal.discard();

		assertThat(this.journal.dropped()).isEqualTo(1);
		assertThat(this.journal.cut(System.nanoTime(), Task.ALL)).isEmpty();
	}

	@Test
	void spansThatAreTooManyDoNotTakeTheRoomOfOpenOnes() throws Exception {
		Task open = Task.of("open");
		this.recorder.open(open, Task.SOURCE);
		for (int i = 0; i < SpanTable.LIMIT + 10; i++) {
			span("task");
			if (i % 1000 == 0) {
				this.journal.drain();
			}
		}
		List<Span> spans = cut(System.nanoTime()).spans();

		assertThat(spans).hasSize(SpanTable.LIMIT);
		assertThat(spans).filteredOn((span) -> span.name().text().equals("open")).hasSize(1);
		assertThat(this.journal.dropped()).isEqualTo(11);
	}

	private void span(String name) {
		Task task = Task.of(name);
		this.recorder.open(task, Task.SOURCE);
		this.recorder.close(task);
	}

	private SpanBlock cut(long cutNanos) throws IOException {
		byte[] bytes = this.journal.cut(cutNanos, Task.ALL);
		return (bytes.length > 0) ? SpanBlock.read(ByteBuffer.wrap(bytes)) : new SpanBlock(0, 0, Map.of(), List.of());
	}

	private static void onThread(Runnable task) {
		Worker worker = new Worker();
		worker.run(task);
	}

}
