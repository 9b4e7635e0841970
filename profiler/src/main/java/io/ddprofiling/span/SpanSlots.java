package io.ddprofiling.span;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The slots of the threads that are inside of a span, found by the thread's identifier
 * within a few places from where it belongs. Not in thread locals, because those would be
 * made anew for each virtual thread.
 */
final class SpanSlots {

	private static final int SIZE = 8192;

	private static final int REACH = 16;

	private static final long FREE = 0;

	private final AtomicLongArray owners = new AtomicLongArray(SIZE);

	private final AtomicReferenceArray<SpanSlot> slots = new AtomicReferenceArray<>(SIZE);

	private final Supplier<SpanDescription> descriptions;

	SpanSlots(Supplier<SpanDescription> descriptions) {
		this.descriptions = descriptions;
	}

	// the thread's slot, a new one if it has none; null if there is no room
	@Nullable SpanSlot claim(Thread thread) {
		long id = thread.getId();
		SpanSlot own = find(id);
		return (own != null) ? own : claimNew(thread, id);
	}

	@Nullable SpanSlot find(long id) {
		for (int i = 0; i < REACH; i++) {
			int position = position(id, i);
			if (this.owners.get(position) == id) {
				return this.slots.get(position);
			}
		}
		return null;
	}

	void release(long id, SpanSlot slot) {
		slot.disown();
		for (int i = 0; i < REACH; i++) {
			int position = position(id, i);
			if (this.owners.compareAndSet(position, id, FREE)) {
				return;
			}
		}
	}

	int size() {
		return SIZE;
	}

	// 0 if nobody's
	long owner(int position) {
		return this.owners.get(position);
	}

	@Nullable SpanSlot slot(int position) {
		return this.slots.get(position);
	}

	private @Nullable SpanSlot claimNew(Thread thread, long id) {
		for (int i = 0; i < REACH; i++) {
			int position = position(id, i);
			if (this.owners.get(position) == FREE && this.owners.compareAndSet(position, FREE, id)) {
				SpanSlot slot = this.slots.get(position);
				if (slot == null) {
					slot = new SpanSlot(this.descriptions.get());
					this.slots.set(position, slot);
				}
				slot.own(thread);
				return slot;
			}
		}
		return null;
	}

	private static int position(long id, int distance) {
		return (int) (id + distance) & (SIZE - 1);
	}

}
