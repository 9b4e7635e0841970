package io.ddprofiling.profile;

import java.util.Arrays;

/**
 * A growing hash map from non-negative {@code long} keys to {@code int} values, without
 * boxing. Not thread safe.
 *
 * @since 0.1.0
 */
public final class LongIntMap {

	/**
	 * What {@link #get(long)} answers for a key that is not there.
	 */
	public static final int ABSENT = -1;

	private static final long FREE = -1L;

	private long[] keys = new long[64];

	private int[] values = new int[64];

	private int size;

	/**
	 * Creates an empty map.
	 */
	public LongIntMap() {
		Arrays.fill(this.keys, FREE);
	}

	/**
	 * The value of a key.
	 * @param key the key
	 * @return the value, or {@link #ABSENT}
	 */
	public int get(long key) {
		int slot = slot(key);
		return (this.keys[slot] == key && key != FREE) ? this.values[slot] : ABSENT;
	}

	/**
	 * Sets the value of a key.
	 * @param key the key, not negative
	 * @param value the value, not negative
	 */
	public void put(long key, int value) {
		if (key < 0 || value < 0) {
			throw new IllegalArgumentException("'key' and 'value' must not be negative: " + key + ", " + value);
		}
		int slot = slot(key);
		if (this.keys[slot] == FREE) {
			if (++this.size > this.keys.length / 2) {
				grow();
				slot = slot(key);
			}
			this.keys[slot] = key;
		}
		this.values[slot] = value;
	}

	/**
	 * The number of keys.
	 * @return the number of keys
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Removes all keys.
	 */
	public void clear() {
		if (this.size > 0) {
			Arrays.fill(this.keys, FREE);
			this.size = 0;
		}
	}

	private int slot(long key) {
		int mask = this.keys.length - 1;
		// Fibonacci hashing: the ids are small and dense, the multiplication spreads them
		int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
		while (this.keys[slot] != FREE && this.keys[slot] != key) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private void grow() {
		long[] oldKeys = this.keys;
		int[] oldValues = this.values;
		this.keys = new long[oldKeys.length * 2];
		this.values = new int[oldKeys.length * 2];
		Arrays.fill(this.keys, FREE);
		for (int i = 0; i < oldKeys.length; i++) {
			if (oldKeys[i] != FREE) {
				int slot = slot(oldKeys[i]);
				this.keys[slot] = oldKeys[i];
				this.values[slot] = oldValues[i];
			}
		}
	}

}
