package io.ddprofiling.span;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The spans one thread is in, outermost first. Written by that thread only; another can
 * take a copy, which it must take again if the thread wrote meanwhile.
 */
final class SpanSlot {

	static final int MAX_DEPTH = 8;

	static final int NOT_OPEN = -1;

	private static final int ATTEMPTS = 100;

	private static final long PAUSE_NANOS = 50_000;

	private static final VarHandle VERSION = version();

	private final int position;

	/**
	 * Of a span that is there before it is known what the work is.
	 */
	static final SpanSource<Object> UNNAMED = (work, description) -> {
	};

	private final @Nullable Object[] works = new Object[MAX_DEPTH];

	private final @Nullable Object[] described = new Object[MAX_DEPTH];

	private final @Nullable SpanSource<?>[] sources = new SpanSource<?>[MAX_DEPTH];

	private final long[] starts = new long[MAX_DEPTH];

	private final int[] times = new int[MAX_DEPTH];

	private final SpanDescription description;

	/**
	 * Odd while it is written to.
	 */
	private int version;

	private @Nullable Thread thread;

	private int depth;

	SpanSlot(int position, SpanDescription description) {
		this.position = position;
		this.description = description;
	}

	// where it is among all slots
	int position() {
		return this.position;
	}

	boolean isOf(Thread candidate) {
		return this.thread == candidate;
	}

	void own(Thread owner) {
		begin();
		this.thread = owner;
		this.depth = 0;
		end();
	}

	// what is open already without a name becomes this work, and stays open after it
	boolean takeOver(Object work, SpanSource<?> source, long now) {
		int top = this.depth - 1;
		if (top < 0 || this.sources[top] != UNNAMED) {
			return open(work, source, now);
		}
		begin();
		this.described[top] = work;
		this.sources[top] = source;
		this.times[top]++;
		end();
		return true;
	}

	boolean open(Object work, SpanSource<?> source, long now) {
		int known = level(work);
		if (known >= 0) {
			this.times[known]++;
			return true;
		}
		int level = this.depth;
		if (level == MAX_DEPTH) {
			return false;
		}
		begin();
		this.works[level] = work;
		this.described[level] = work;
		this.sources[level] = source;
		this.starts[level] = now;
		this.times[level] = 1;
		this.depth = level + 1;
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

	void closeFrom(int level) {
		begin();
		for (int i = level; i < this.depth; i++) {
			this.works[i] = null;
			this.described[i] = null;
			this.sources[i] = null;
		}
		this.depth = level;
		if (level == 0) {
			this.thread = null;
		}
		end();
	}

	int depth() {
		return this.depth;
	}

	// the first span that is told of: who only keeps a place for others has no name
	int first() {
		return first(this.sources);
	}

	long start(int level) {
		return this.starts[level];
	}

	SpanDescription describe(int level) {
		describe(this.described[level], this.sources[level], this.description);
		return this.description;
	}

	// null if the thread changes it all the time
	@Nullable Copy copy() {
		for (int attempt = 0; attempt < 2 * ATTEMPTS; attempt++) {
			int before = (int) VERSION.getAcquire(this);
			if ((before & 1) == 0) {
				Copy copy = new Copy(this.thread, this.described.clone(), this.sources.clone(), this.starts.clone(),
						this.depth);
				VarHandle.acquireFence();
				if ((int) VERSION.getOpaque(this) == before) {
					return copy;
				}
			}
			pause(attempt);
		}
		return null;
	}

	// whether the thread is in a span of a copy still
	boolean isIn(Copy copy, int level) {
		VarHandle.acquireFence();
		return this.depth > level && this.described[level] == copy.works[level]
				&& this.starts[level] == copy.starts[level];
	}

	// negative if it is not open
	private int level(Object work) {
		int level = this.depth - 1;
		while (level >= 0 && this.works[level] != work && this.described[level] != work) {
			level--;
		}
		return level;
	}

	private void begin() {
		// whatever it was, should an error have come in between
		VERSION.setOpaque(this, this.version | 1);
		VarHandle.storeStoreFence();
	}

	private void end() {
		VERSION.setRelease(this, this.version + 1);
	}

	// a thread that was stopped while it wrote needs a processor to go on
	private static void pause(int attempt) {
		if (attempt < ATTEMPTS) {
			Thread.onSpinWait();
		}
		else {
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	private static VarHandle version() {
		try {
			return MethodHandles.lookup().findVarHandle(SpanSlot.class, "version", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private static int first(@Nullable SpanSource<?>[] sources) {
		return (sources[0] == UNNAMED) ? 1 : 0;
	}

	@SuppressWarnings("unchecked")
	private static void describe(@Nullable Object work, @Nullable SpanSource<?> source, SpanDescription into) {
		into.clear();
		if (work != null && source != null) {
			try {
				((SpanSource<Object>) source).describe(work, into);
			}
			catch (Throwable ex) {
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

		int first() {
			return SpanSlot.first(this.sources);
		}

	}

}
