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

	static final int SIZE = 1 << 13;

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
		SpanSlot own = find(thread);
		return (own != null) ? own : claimNew(thread);
	}

	@Nullable SpanSlot find(Thread thread) {
		long id = thread.getId();
		int home = home(id);
		for (int i = 0; i < REACH; i++) {
			int position = (home + i) & (SIZE - 1);
			if (this.owners.get(position) == id) {
				SpanSlot slot = this.slots.get(position);
				// a thread's class can give it any identifier
				if (slot != null && slot.isOf(thread)) {
					return slot;
				}
			}
		}
		return null;
	}

	// by its thread, after it has left the slot
	void release(SpanSlot slot) {
		this.owners.setRelease(slot.position(), FREE);
	}

	// the slot of a thread that has ended inside of a span
	void reclaim(SpanSlot slot, Thread ended) {
		// nobody else's meanwhile, as only its thread could have given it up
		if (slot.isOf(ended)) {
			slot.closeFrom(0);
			release(slot);
		}
	}

	// null if it is nobody's
	@Nullable SpanSlot occupied(int position) {
		return (this.owners.get(position) != FREE) ? this.slots.get(position) : null;
	}

	private @Nullable SpanSlot claimNew(Thread thread) {
		long id = thread.getId();
		int home = home(id);
		for (int i = 0; i < REACH && id != FREE; i++) {
			int position = (home + i) & (SIZE - 1);
			if (this.owners.get(position) == FREE) {
				// made before the place is taken, should memory be short
				SpanSlot slot = slotAt(position);
				if (this.owners.compareAndSet(position, FREE, id)) {
					this.slots.setRelease(position, slot);
					slot.own(thread);
					return slot;
				}
			}
		}
		return null;
	}

	private SpanSlot slotAt(int position) {
		SpanSlot slot = this.slots.get(position);
		return (slot != null) ? slot : new SpanSlot(position, this.descriptions.get());
	}

	// far from that of the next identifier: neighbours would share cache lines
	private static int home(long id) {
		return (int) ((id * 0x9E37_79B9_7F4A_7C15L) >>> 51);
	}

}
