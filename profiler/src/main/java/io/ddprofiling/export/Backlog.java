package io.ddprofiling.export;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The windows that wait for an exporter, bounded by age and bytes. Not thread safe.
 */
final class Backlog {

	private static final Comparator<PendingWindow> OLDEST_FIRST = Comparator
		.comparing((pending) -> pending.window().window().start());

	private final Duration maxAge;

	private final long maxBytes;

	private final List<PendingWindow> windows = new ArrayList<>();

	private @Nullable PendingWindow newest;

	Backlog(Duration maxAge, long maxBytes) {
		this.maxAge = maxAge;
		this.maxBytes = maxBytes;
	}

	/**
	 * Adds a window that has just ended; it goes before all others.
	 * @param pending the window
	 */
	void offer(PendingWindow pending) {
		this.newest = pending;
		this.windows.add(pending);
	}

	void add(PendingWindow pending) {
		this.windows.add(pending);
	}

	/**
	 * The next window to try: the newest, once, then the oldest. One that was refused
	 * while others were taken does not keep them waiting.
	 * @return the window, or {@code null} if there is none
	 */
	@Nullable PendingWindow next() {
		if (hasNewest()) {
			return this.newest;
		}
		return this.windows.stream()
			.min(Comparator.comparing(PendingWindow::refusals).thenComparing(OLDEST_FIRST))
			.orElse(null);
	}

	boolean hasNewest() {
		return this.newest != null && !this.newest.isTried();
	}

	void remove(PendingWindow pending) {
		this.windows.remove(pending);
		if (pending == this.newest) {
			this.newest = null;
		}
	}

	/**
	 * Takes out what is too old or too much, but not what has just ended.
	 * @param now the present
	 * @return what was taken out
	 */
	List<PendingWindow> overdue(Instant now) {
		List<PendingWindow> overdue = new ArrayList<>();
		Instant oldest = now.minus(this.maxAge);
		long bytes = this.windows.stream().mapToLong((pending) -> pending.window().bytes()).sum();
		this.windows.sort(OLDEST_FIRST);
		Iterator<PendingWindow> all = this.windows.iterator();
		while (all.hasNext()) {
			PendingWindow pending = all.next();
			boolean late = pending.window().window().end().isBefore(oldest) || bytes > this.maxBytes;
			if (late && pending != this.newest) {
				all.remove();
				overdue.add(pending);
				bytes -= pending.window().bytes();
			}
		}
		return overdue;
	}

	/**
	 * Takes out what was recorded in vain: nobody was there to take it.
	 * @return what was taken out
	 */
	List<PendingWindow> untried() {
		List<PendingWindow> untried = this.windows.stream().filter((pending) -> !pending.isTried()).toList();
		untried.forEach(this::remove);
		return untried;
	}

	int size() {
		return this.windows.size();
	}

	boolean isEmpty() {
		return this.windows.isEmpty();
	}

	void clear() {
		this.windows.clear();
		this.newest = null;
	}

}
