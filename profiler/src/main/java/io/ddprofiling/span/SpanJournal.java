package io.ddprofiling.span;

import java.util.concurrent.locks.LockSupport;

/**
 * The profiler's side of a {@link SpanRecorder}: collects ended spans, and gives those
 * that belong to a chunk of the recording. Thread safe.
 *
 * @since 0.1.0
 */
public final class SpanJournal {

	/**
	 * So few are kept as they are: to find out which of them were sampled costs more than
	 * their bytes.
	 */
	static final int FEW = 1000;

	private static final int ATTEMPTS = 100;

	private static final long PAUSE_NANOS = 100_000;

	private final SpanRecorder recorder;

	private final SpanDescription description;

	private SpanTable spans = new SpanTable();

	private long dropped;

	/**
	 * Creates a journal.
	 * @param recorder whose spans to keep
	 */
	public SpanJournal(SpanRecorder recorder) {
		this.recorder = recorder;
		this.description = recorder.description();
	}

	/**
	 * Collects the spans that have ended. To be called often enough that their ring does
	 * not run over: every second does for 16,000 a second.
	 */
	public synchronized void drain() {
		this.recorder.ring().drainTo(this.spans);
	}

	/**
	 * Forgets what was collected.
	 */
	public synchronized void discard() {
		drain();
		this.dropped += this.spans.dropped();
		this.spans = new SpanTable();
		for (int name = 0; name < this.recorder.names().size(); name++) {
			this.recorder.takeRequests(name);
		}
	}

	/**
	 * Takes the spans of a chunk that was just ended: those that ended since the last
	 * call, and those that last still, up to now.
	 * @param cutNanos a moment not after the end of the chunk, by
	 * {@link System#nanoTime()}; spans that ended later are given again with the next
	 * chunk
	 * @param sampled tells in which spans something was sampled; the others are left out
	 * if there are many
	 * @return the spans and the numbers of requests in the form of a {@link SpanBlock},
	 * empty if there is nothing to tell
	 */
	public synchronized byte[] cut(long cutNanos, SampledTimes sampled) {
		// before those that have ended, so that one that ends meanwhile is not missed
		SpanTable all = open(System.nanoTime());
		drainAll();
		SpanTable ended = this.spans;
		this.spans = ended.where((row) -> ended.end(row) - cutNanos >= 0);
		all.addAll(ended);
		this.dropped += ended.dropped() + all.dropped();
		SpanTable kept = (all.size() <= FEW) ? all
				: all.where((row) -> sampled.any(all.thread(row), all.start(row), all.end(row)));
		return new SpanBlockWriter(this.recorder).write(kept, WallTime.now());
	}

	/**
	 * Whether any span was one of a virtual thread.
	 * @return {@code true} once there was one
	 */
	public boolean servesVirtualThreads() {
		return this.recorder.servesVirtualThreads();
	}

	/**
	 * Spans that were too many to be kept.
	 * @return a growing number
	 */
	public synchronized long dropped() {
		return this.dropped + this.spans.dropped() + this.recorder.dropped();
	}

	// a thread that is about to fill its place keeps all that came later from being seen
	private void drainAll() {
		SpanRing ring = this.recorder.ring();
		for (int attempt = 0; !ring.drainTo(this.spans) && attempt < ATTEMPTS; attempt++) {
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	// those that began before a moment and last beyond it
	private SpanTable open(long now) {
		SpanTable open = new SpanTable();
		for (int position = 0; position < SpanSlots.SIZE; position++) {
			SpanSlot slot = this.recorder.slots().occupied(position);
			SpanSlot.Copy copy = (slot != null) ? slot.copy() : null;
			Thread thread = (copy != null) ? copy.thread() : null;
			if (slot != null && copy != null && thread != null) {
				for (int level = copy.first(); level < copy.depth(); level++) {
					addOpen(open, slot, copy, thread, level, now);
				}
				if (!thread.isAlive()) {
					this.recorder.slots().reclaim(slot, thread);
				}
			}
		}
		return open;
	}

	private void addOpen(SpanTable open, SpanSlot slot, SpanSlot.Copy copy, Thread thread, int level, long now) {
		long start = copy.starts()[level];
		if (now - start > 0) {
			copy.describe(level, this.description);
			// if not, the work may have been another's already when it was described; but
			// then the span is among those that have ended
			if (slot.isIn(copy, level)) {
				open.add(thread.getId(), start, now, level - copy.first(), this.description);
			}
		}
	}

	/**
	 * When threads were sampled.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	public interface SampledTimes {

		/**
		 * Whether a thread was sampled within a time.
		 * @param thread the Java thread's identifier
		 * @param from the first moment, by {@link System#nanoTime()}
		 * @param to the last moment
		 * @return {@code true} if in doubt
		 */
		boolean any(long thread, long from, long to);

	}

}
