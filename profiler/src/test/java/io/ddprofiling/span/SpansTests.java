package io.ddprofiling.span;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpansTests {

	private final SpanRecorder recorder = new SpanRecorder(List.of());

	@AfterEach
	void forget() {
		Spans.recordTo(null);
	}

	@Test
	void withoutARecorderNothingIsDone() {
		Task task = Task.of("work");
		Spans.open(task, Task.SOURCE);
		assertThat(Spans.isInside()).isTrue();
		Spans.close(task);
		Spans.answered("GET", "/");
		Spans.done("work");

		Spans.recordTo(this.recorder);
		assertThat(Spans.isInside()).isFalse();
		assertThat(new SpanJournal(this.recorder).cut(System.nanoTime(), Task.ALL)).isEmpty();
	}

	@Test
	void spanThatBeganUnderAnotherRecorderIsNobodys() {
		Task outer = Task.of("outer");
		Task inner = Task.of("inner");
		Spans.recordTo(this.recorder);
		Spans.open(outer, Task.SOURCE);
		SpanRecorder other = new SpanRecorder(List.of());
		Spans.recordTo(other);
		Spans.open(inner, Task.SOURCE);
		Spans.close(outer);
		assertThat(Spans.isInside()).isTrue();
		Spans.close(inner);

		assertThat(Spans.isInside()).isFalse();
		assertThat(other.dropped()).isZero();
	}

}
