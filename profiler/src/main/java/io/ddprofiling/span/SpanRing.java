package io.ddprofiling.span;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way of ended spans from any thread to the one that keeps them: a ring of cells, a
 * cache line each. A cell's first number tells whose turn it is, as in Dmitry Vyukov's
 * bounded queue.
 */
final class SpanRing {

	static final int CAPACITY = 1 << 14;

	private static final int CELL = 8;

	private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

	private final long[] cells = new long[CAPACITY * CELL];

	private final AtomicLong tail = new AtomicLong();

	private long head;

	SpanRing() {
		for (int i = 0; i < CAPACITY; i++) {
			// as below, so that it is linked when a thread without much stack or memory
			// comes: a place that is taken must be filled
			CELLS.setRelease(this.cells, i * CELL, (long) i);
		}
	}

	// false if there is no room
	boolean offer(long thread, long start, long end, int level, SpanDescription description) {
		long what = SpanTable.pack(description.name, description.attributes, level);
		while (true) {
			long position = this.tail.get();
			int cell = cell(position);
			long turn = (long) CELLS.getAcquire(this.cells, cell);
			if (turn < position) {
				return false;
			}
			if (turn == position && this.tail.compareAndSet(position, position + 1)) {
				this.cells[cell + 1] = thread;
				this.cells[cell + 2] = start;
				this.cells[cell + 3] = end;
				this.cells[cell + 4] = what;
				this.cells[cell + 5] = description.traceHigh;
				this.cells[cell + 6] = description.traceLow;
				this.cells[cell + 7] = description.spanId;
				CELLS.setRelease(this.cells, cell, position + 1);
				return true;
			}
		}
	}

	// for one thread at a time; false if one of those that are in it is not filled yet
	boolean drainTo(SpanTable spans) {
		// not for as long as there are more, as they may come as fast as they are taken
		long end = this.tail.get();
		while (this.head < end) {
			int cell = cell(this.head);
			if ((long) CELLS.getAcquire(this.cells, cell) != this.head + 1) {
				return false;
			}
			spans.add(this.cells, cell + 1);
			CELLS.setRelease(this.cells, cell, this.head + CAPACITY);
			this.head++;
		}
		return true;
	}

	private static int cell(long position) {
		return (int) (position & (CAPACITY - 1)) * CELL;
	}

}
