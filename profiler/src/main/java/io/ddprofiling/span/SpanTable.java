package io.ddprofiling.span;

import java.util.Arrays;

/**
 * Spans in rows of numbers: thread, start, end, what it is, both halves of the trace's
 * identifier, the span's. Limited in number. Not thread safe.
 */
final class SpanTable {

	static final int WIDTH = 7;

	/**
	 * 7 MB of them.
	 */
	static final int LIMIT = 1 << 17;

	private static final int NAME_BITS = 20;

	private static final int ATTRIBUTE_BITS = 20;

	private static final long MASK = (1L << NAME_BITS) - 1;

	private long[] cells = new long[64 * WIDTH];

	private int size;

	private long dropped;

	static long pack(int name, int attributes, int level) {
		return name | (long) attributes << NAME_BITS | (long) level << (NAME_BITS + ATTRIBUTE_BITS);
	}

	void add(long[] source, int from) {
		if (this.size == LIMIT) {
			this.dropped++;
			return;
		}
		int end = (this.size + 1) * WIDTH;
		if (end > this.cells.length) {
			this.cells = Arrays.copyOf(this.cells, this.cells.length * 2);
		}
		System.arraycopy(source, from, this.cells, end - WIDTH, WIDTH);
		this.size++;
	}

	void add(long thread, long start, long end, int level, SpanDescription description) {
		add(new long[] { thread, start, end, pack(description.name, description.attributes, level),
				description.traceHigh, description.traceLow, description.spanId }, 0);
	}

	void addAll(SpanTable other) {
		for (int row = 0; row < other.size; row++) {
			add(other.cells, row * WIDTH);
		}
	}

	int size() {
		return this.size;
	}

	long dropped() {
		return this.dropped;
	}

	long thread(int row) {
		return this.cells[row * WIDTH];
	}

	long start(int row) {
		return this.cells[row * WIDTH + 1];
	}

	long end(int row) {
		return this.cells[row * WIDTH + 2];
	}

	int name(int row) {
		return (int) (this.cells[row * WIDTH + 3] & MASK);
	}

	int attributes(int row) {
		return (int) (this.cells[row * WIDTH + 3] >>> NAME_BITS & MASK);
	}

	int level(int row) {
		return (int) (this.cells[row * WIDTH + 3] >>> (NAME_BITS + ATTRIBUTE_BITS));
	}

	long traceHigh(int row) {
		return this.cells[row * WIDTH + 4];
	}

	long traceLow(int row) {
		return this.cells[row * WIDTH + 5];
	}

	long spanId(int row) {
		return this.cells[row * WIDTH + 6];
	}

	SpanTable where(RowFilter filter) {
		SpanTable kept = new SpanTable();
		for (int row = 0; row < this.size; row++) {
			if (filter.keeps(row)) {
				kept.add(this.cells, row * WIDTH);
			}
		}
		return kept;
	}

	/**
	 * Chooses rows.
	 */
	interface RowFilter {

		boolean keeps(int row);

	}

}
