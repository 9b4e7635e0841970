package io.ddprofiling.span;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Takes the spans of all threads. The application's side is lock free; the profiler's
 * side is a {@link SpanJournal}.
 *
 * @since 0.1.0
 */
public final class SpanRecorder {

	/**
	 * As many names of labels as Datadog takes.
	 */
	public static final int MAX_ATTRIBUTES = 10;

	private final SpanNames names = new SpanNames();

	private final SpanAttributes attributes;

	private final SpanSlots slots = new SpanSlots(this::description);

	private final SpanRing ring = new SpanRing();

	private final AtomicLongArray requests = new AtomicLongArray(this.names.size());

	private final LongAdder dropped = new LongAdder();

	private volatile boolean servesVirtualThreads;

	/**
	 * Creates a recorder that nobody tells anything yet.
	 * @param attributes the names of the labels that work can bear, of which the first
	 * ten count; if there are none, the first ten that come
	 */
	public SpanRecorder(List<String> attributes) {
		this.attributes = new SpanAttributes(attributes);
	}

	/**
	 * Spans that came too fast to be kept, or were open at once in too many threads.
	 * @return a growing number
	 */
	public long dropped() {
		return this.dropped.sum();
	}

	boolean servesVirtualThreads() {
		return this.servesVirtualThreads;
	}

	<C> void open(C work, SpanSource<? super C> source) {
		SpanSlot slot = claim();
		if (slot == null || !slot.open(work, source, System.nanoTime())) {
			this.dropped.increment();
		}
	}

	void reserve(Object owner) {
		open(owner, SpanSlot.UNNAMED);
	}

	<C> void takeOver(C work, SpanSource<? super C> source) {
		SpanSlot slot = claim();
		if (slot == null || !slot.takeOver(work, source, System.nanoTime())) {
			this.dropped.increment();
		}
	}

	void close(Object work) {
		Thread thread = Thread.currentThread();
		SpanSlot slot = this.slots.find(thread);
		int level = (slot != null) ? slot.leave(work) : SpanSlot.NOT_OPEN;
		if (slot == null || level == SpanSlot.NOT_OPEN) {
			return;
		}
		long now = System.nanoTime();
		int first = slot.first();
		for (int i = slot.depth() - 1; i >= Math.max(level, first); i--) {
			SpanDescription description = slot.describe(i);
			if (!this.ring.offer(thread.getId(), slot.start(i), now, i - first, description)) {
				this.dropped.increment();
			}
		}
		// after they are in the ring, so that they are always in one of the two
		slot.closeFrom(level);
		if (level == 0) {
			this.slots.release(slot);
		}
	}

	boolean isInside() {
		return this.slots.find(Thread.currentThread()) != null;
	}

	void answered(@Nullable String method, @Nullable String pattern) {
		this.requests.incrementAndGet(this.names.web(method, pattern));
	}

	void done(String name) {
		this.requests.incrementAndGet(this.names.task(name));
	}

	// of work that need not be in a span
	<C> String name(C work, SpanSource<? super C> source) {
		SpanDescription description = description();
		try {
			source.describe(work, description);
		}
		catch (Throwable ex) {
			// what the application knows of its work is its own affair
			description.clear();
		}
		SpanName name = this.names.name(description.name);
		return (name != null) ? name.text() : "work";
	}

	SpanDescription description() {
		return new SpanDescription(this.names, this.attributes);
	}

	SpanNames names() {
		return this.names;
	}

	SpanAttributes attributes() {
		return this.attributes;
	}

	SpanSlots slots() {
		return this.slots;
	}

	SpanRing ring() {
		return this.ring;
	}

	long takeRequests(int name) {
		return (this.requests.get(name) != 0) ? this.requests.getAndSet(name, 0) : 0;
	}

	private @Nullable SpanSlot claim() {
		Thread thread = Thread.currentThread();
		if (!this.servesVirtualThreads && VirtualThreads.isVirtual(thread)) {
			this.servesVirtualThreads = true;
		}
		return this.slots.claim(thread);
	}

}
