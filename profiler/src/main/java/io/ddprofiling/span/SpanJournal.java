package io.ddprofiling.span;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

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
	private static final int FEW = 1000;

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
		SpanTable open = open();
		drain();
		SpanTable ended = this.spans;
		this.dropped += ended.dropped();
		this.spans = ended.where((row) -> ended.end(row) - cutNanos >= 0);
		ended.addAll(open);
		SpanTable kept = (ended.size() <= FEW) ? ended
				: ended.where((row) -> sampled.any(ended.thread(row), ended.start(row), ended.end(row)));
		long now = System.nanoTime();
		return new SpanBlockWriter(this.recorder).write(kept, ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()),
				now);
	}

	/**
	 * Spans that were too many to be kept.
	 * @return a growing number
	 */
	public synchronized long dropped() {
		return this.dropped + this.spans.dropped() + this.recorder.dropped();
	}

	private SpanTable open() {
		SpanTable open = new SpanTable();
		SpanSlots slots = this.recorder.slots();
		for (int position = 0; position < slots.size(); position++) {
			long owner = slots.owner(position);
			SpanSlot slot = (owner != 0) ? slots.slot(position) : null;
			SpanSlot.Copy copy = (slot != null) ? slot.copy() : null;
			Thread thread = (copy != null) ? copy.thread() : null;
			if (slot == null || copy == null || thread == null) {
				continue;
			}
			if (!thread.isAlive()) {
				slots.release(owner, slot);
				continue;
			}
			long now = System.nanoTime();
			for (int level = 0; level < copy.depth(); level++) {
				copy.describe(level, this.description);
				open.add(thread.getId(), copy.starts()[level], now, level, this.description);
			}
		}
		return open;
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
