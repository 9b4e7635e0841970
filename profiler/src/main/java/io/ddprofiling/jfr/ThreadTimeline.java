package io.ddprofiling.jfr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

import io.ddprofiling.span.SpanBlock.Span;
import org.jspecify.annotations.Nullable;

/**
 * What one thread worked on, one stretch of time after the other. Asked in about the
 * order of time, each answer takes about one step.
 */
final class ThreadTimeline {

	private static final Comparator<Span> OUTERMOST_FIRST = Comparator.comparingLong(Span::start)
		.thenComparingInt(Span::level)
		.thenComparing(Comparator.comparingLong(Span::end).reversed());

	private final List<Stretch> stretches = new ArrayList<>();

	private final Deque<Span> open = new ArrayDeque<>();

	private long time = Long.MIN_VALUE;

	private int cursor;

	ThreadTimeline(List<Span> spans) {
		List<Span> sorted = new ArrayList<>(spans);
		sorted.sort(OUTERMOST_FIRST);
		Span before = null;
		for (Span span : sorted) {
			// one that lasted beyond a cut is told of twice, first without its end
			if (before == null || before.start() != span.start() || before.level() != span.level()) {
				goOnTo(span.start());
				leaveTo(span.level());
				this.open.push(span);
				before = span;
			}
		}
		goOnTo(Long.MAX_VALUE);
	}

	/**
	 * The stretch that holds a moment, or the first one after it.
	 * @param moment the moment
	 * @return the stretch, {@code null} if all have ended
	 */
	@Nullable Stretch at(long moment) {
		while (this.cursor > 0 && this.stretches.get(this.cursor - 1).end > moment) {
			this.cursor--;
		}
		while (this.cursor < this.stretches.size() && this.stretches.get(this.cursor).end <= moment) {
			this.cursor++;
		}
		return (this.cursor < this.stretches.size()) ? this.stretches.get(this.cursor) : null;
	}

	private void goOnTo(long moment) {
		while (!this.open.isEmpty()) {
			Span innermost = this.open.peek();
			if (innermost.end() > moment) {
				add(innermost, moment);
				break;
			}
			add(innermost, innermost.end());
			this.open.pop();
		}
		this.time = Math.max(this.time, moment);
	}

	// whatever they say of their ends, what is at the same level now came after them
	private void leaveTo(int level) {
		while (!this.open.isEmpty() && this.open.peek().level() >= level) {
			this.open.pop();
		}
	}

	private void add(Span innermost, long end) {
		long start = Math.max(this.time, innermost.start());
		if (start < end) {
			this.stretches.add(new Stretch(start, end, this.open.peekLast(), innermost));
			this.time = end;
		}
	}

	/**
	 * A stretch of time within the same spans.
	 */
	static final class Stretch {

		final long start;

		final long end;

		final Span outermost;

		final Span innermost;

		/**
		 * The number of its {@link UnitOfWork}, negative before somebody has asked.
		 */
		int work = -1;

		Stretch(long start, long end, Span outermost, Span innermost) {
			this.start = start;
			this.end = end;
			this.outermost = outermost;
			this.innermost = innermost;
		}

	}

}
