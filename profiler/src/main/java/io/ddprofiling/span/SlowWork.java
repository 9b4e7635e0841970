package io.ddprofiling.span;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Room for one note of work that took longer than a limit. Whoever comes while there is
 * one already leaves none.
 *
 * @since 0.1.0
 */
public final class SlowWork {

	private final long limitNanos;

	private final AtomicReference<@Nullable Note> note = new AtomicReference<>();

	/**
	 * Creates room for a note.
	 * @param limit how long work may take
	 */
	public SlowWork(Duration limit) {
		this.limitNanos = limit.toNanos();
	}

	/**
	 * Takes the note away.
	 * @return the note, {@code null} if there is none
	 */
	public @Nullable Note take() {
		return (this.note.get() != null) ? this.note.getAndSet(null) : null;
	}

	<C> void ended(long begun, C work, SpanSource<? super C> source, SpanRecorder names) {
		long now = System.nanoTime();
		if (now - begun > this.limitNanos && this.note.get() == null) {
			this.note.compareAndSet(null, new Note(names.name(work, source), Duration.ofNanos(now - begun), now));
		}
	}

	/**
	 * Tells of work that took too long.
	 *
	 * @param name the name of all work of its kind
	 * @param took how long it took
	 * @param endNanos when it ended, of {@link System#nanoTime()}
	 * @since 0.1.0
	 */
	public record Note(String name, Duration took, long endNanos) {

	}

}
