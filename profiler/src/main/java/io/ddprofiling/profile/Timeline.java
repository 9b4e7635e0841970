package io.ddprofiling.profile;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * When the samples of a {@link Profile} were taken: how much of a row's values is from
 * which slot of time. Slots have one length, a second at first, and begin with a whole
 * millisecond, which is how exactly a browser knows the time. If there are too many
 * entries, neighbouring slots become one; if that does not help, there is no timeline and
 * {@link #slots()} is 0. Samples without a time are not in it.
 *
 * @since 0.1.0
 */
public final class Timeline {

	/**
	 * The most entries.
	 */
	public static final int MAX_ENTRIES = 200_000;

	/**
	 * The most slots.
	 */
	public static final int MAX_SLOTS = 600;

	private static final int SLOT_BITS = 12;

	private static final int TYPE_BITS = 4;

	private final int maxEntries;

	private final long start;

	private LongIntMap ids = new LongIntMap();

	private long slotNanos = Duration.ofSeconds(1).toNanos();

	private int slots;

	private long[] keys = new long[1024];

	private long[] values = new long[1024];

	private int size;

	Timeline(TimeWindow window) {
		this(window, MAX_ENTRIES);
	}

	Timeline(TimeWindow window, int maxEntries) {
		this.maxEntries = maxEntries;
		Instant first = window.start().truncatedTo(ChronoUnit.MILLIS);
		this.start = ChronoUnit.NANOS.between(Instant.EPOCH, first);
		long nanos = Duration.between(first, window.end()).toNanos();
		this.slots = (int) Math.max(1, Math.min(Integer.MAX_VALUE, (nanos + this.slotNanos - 1) / this.slotNanos));
		while (this.slots > MAX_SLOTS) {
			lengthen();
		}
	}

	/**
	 * The number of slots.
	 * @return the number of slots the window was divided into, 0 if there is no timeline
	 */
	public int slots() {
		return this.slots;
	}

	/**
	 * The length of a slot.
	 * @return a power of two seconds
	 */
	public Duration slot() {
		return Duration.ofNanos(this.slotNanos);
	}

	/**
	 * The number of entries.
	 * @return the number of entries
	 */
	public int size() {
		return this.size;
	}

	/**
	 * The row of an entry.
	 * @param entry the entry, from 0
	 * @return the number of a row of the profile
	 */
	public int row(int entry) {
		return (int) (this.keys[entry] >>> (SLOT_BITS + TYPE_BITS));
	}

	/**
	 * The type of an entry.
	 * @param entry the entry, from 0
	 * @return the type of its samples
	 */
	public ProfileType type(int entry) {
		return ProfileType.values()[(int) (this.keys[entry] >>> SLOT_BITS) & ((1 << TYPE_BITS) - 1)];
	}

	/**
	 * The slot of an entry.
	 * @param entry the entry, from 0
	 * @return the slot, from 0
	 */
	public int slot(int entry) {
		return (int) this.keys[entry] & ((1 << SLOT_BITS) - 1);
	}

	/**
	 * The value of an entry.
	 * @param entry the entry, from 0
	 * @return the part of the row's {@linkplain ProfileType#value() value} that is from
	 * the slot
	 */
	public long value(int entry) {
		return this.values[entry];
	}

	/**
	 * When another slot begins.
	 * @param epochNanos a moment in nanoseconds since 1970
	 * @return the first moment of the next slot
	 */
	long next(long epochNanos) {
		int slot = slot(epochNanos);
		return (slot >= this.slots - 1) ? Long.MAX_VALUE : this.start + (slot + 1) * this.slotNanos;
	}

	void add(int row, ProfileType type, long value, long epochNanos) {
		if (this.slots > 0) {
			add(((long) row << (SLOT_BITS + TYPE_BITS)) | ((long) type.ordinal() << SLOT_BITS) | slot(epochNanos),
					value);
			while (this.size > this.maxEntries) {
				coarsen();
			}
		}
	}

	// a chunk's events are its own even if they are not quite within its window
	private int slot(long epochNanos) {
		return (int) Math.max(0, Math.min(this.slots - 1, Math.floorDiv(epochNanos - this.start, this.slotNanos)));
	}

	private void add(long key, long value) {
		int known = this.ids.get(key);
		if (known != LongIntMap.ABSENT) {
			this.values[known] += value;
			return;
		}
		if (this.size == this.keys.length) {
			this.keys = Arrays.copyOf(this.keys, this.size * 2);
			this.values = Arrays.copyOf(this.values, this.size * 2);
		}
		this.ids.put(key, this.size);
		this.keys[this.size] = key;
		this.values[this.size++] = value;
	}

	private void coarsen() {
		lengthen();
		int before = this.size;
		this.size = 0;
		this.ids = new LongIntMap();
		if (this.slots <= 1) {
			this.slots = 0;
			return;
		}
		long slotMask = (1 << SLOT_BITS) - 1;
		for (int entry = 0; entry < before; entry++) {
			long key = this.keys[entry];
			add((key & ~slotMask) | ((key & slotMask) >> 1), this.values[entry]);
		}
	}

	private void lengthen() {
		this.slotNanos *= 2;
		this.slots = (this.slots + 1) / 2;
	}

}
