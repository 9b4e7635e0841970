package io.ddprofiling.span;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The spans one thread is in, outermost first. Written by that thread only; another can
 * take a copy, which it must take again if the thread wrote meanwhile.
 */
final class SpanSlot {

	static final int MAX_DEPTH = 8;

	static final int NOT_OPEN = -1;

	private final @Nullable Object[] works = new Object[MAX_DEPTH];

	private final @Nullable SpanSource<?>[] sources = new SpanSource<?>[MAX_DEPTH];

	private final long[] starts = new long[MAX_DEPTH];

	private final int[] times = new int[MAX_DEPTH];

	private final SpanDescription description;

	/**
	 * Odd while it is written to.
	 */
	private final AtomicInteger version = new AtomicInteger();

	private @Nullable Thread thread;

	private int depth;

	SpanSlot(SpanDescription description) {
		this.description = description;
	}

	void own(Thread owner) {
		begin();
		this.thread = owner;
		this.depth = 0;
		end();
	}

	void disown() {
		begin();
		this.thread = null;
		end();
	}

	boolean open(Object work, SpanSource<?> source, long now) {
		int level = level(work);
		if (level >= 0) {
			this.times[level]++;
			return true;
		}
		if (this.depth == MAX_DEPTH) {
			return false;
		}
		begin();
		this.works[this.depth] = work;
		this.sources[this.depth] = source;
		this.starts[this.depth] = now;
		this.times[this.depth] = 1;
		this.depth++;
		end();
		return true;
	}

	// the level to close, with all that were left open inside of it
	int leave(Object work) {
		int level = level(work);
		if (level >= 0 && --this.times[level] > 0) {
			return NOT_OPEN;
		}
		return level;
	}

	// whether the thread is in no span now
	boolean closeFrom(int level) {
		begin();
		for (int i = level; i < this.depth; i++) {
			this.works[i] = null;
			this.sources[i] = null;
		}
		this.depth = level;
		end();
		return level == 0;
	}

	int depth() {
		return this.depth;
	}

	long start(int level) {
		return this.starts[level];
	}

	SpanDescription describe(int level) {
		describe(this.works[level], this.sources[level], this.description);
		return this.description;
	}

	// null if the thread changes it all the time
	@Nullable Copy copy() {
		for (int attempt = 0; attempt < 100; attempt++) {
			int before = this.version.get();
			if ((before & 1) == 0) {
				Copy copy = new Copy(this.thread, this.works.clone(), this.sources.clone(), this.starts.clone(),
						this.depth);
				if (this.version.get() == before) {
					return copy;
				}
			}
			Thread.onSpinWait();
		}
		return null;
	}

	// negative if it is not open
	private int level(Object work) {
		int level = this.depth - 1;
		while (level >= 0 && this.works[level] != work) {
			level--;
		}
		return level;
	}

	private void begin() {
		this.version.incrementAndGet();
	}

	private void end() {
		this.version.incrementAndGet();
	}

	@SuppressWarnings("unchecked")
	private static void describe(@Nullable Object work, @Nullable SpanSource<?> source, SpanDescription into) {
		into.clear();
		if (work != null && source != null) {
			try {
				((SpanSource<Object>) source).describe(work, into);
			}
			catch (RuntimeException | LinkageError ex) {
				// what the application knows of its work is its own affair
				into.clear();
			}
		}
	}

	/**
	 * The spans of a thread at one moment.
	 *
	 * @param thread the thread, {@code null} if it has just left
	 * @param works what it works on
	 * @param sources who can tell
	 * @param starts when it began
	 * @param depth how many there are
	 */
	record Copy(@Nullable Thread thread, @Nullable Object[] works, @Nullable SpanSource<?>[] sources, long[] starts,
			int depth) {

		void describe(int level, SpanDescription into) {
			SpanSlot.describe(this.works[level], this.sources[level], into);
		}

	}

}
