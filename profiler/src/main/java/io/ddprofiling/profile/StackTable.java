package io.ddprofiling.profile;

import java.util.Arrays;

/**
 * Distinct stacks as runs of frame ids, leaf first, numbered from 0. Not thread safe.
 */
final class StackTable {

	private static final int FREE = -1;

	private int[] frames = new int[4096];

	private int[] offsets = new int[257];

	private int[] slots = new int[512];

	private int size;

	StackTable() {
		Arrays.fill(this.slots, FREE);
	}

	int intern(int[] stack, int depth) {
		int slot = slot(stack, depth);
		if (this.slots[slot] != FREE) {
			return this.slots[slot];
		}
		append(stack, depth);
		this.slots[slot] = this.size;
		if (++this.size > this.slots.length / 2) {
			rehash();
		}
		return this.size - 1;
	}

	int size() {
		return this.size;
	}

	int depth(int stack) {
		return this.offsets[stack + 1] - this.offsets[stack];
	}

	int frame(int stack, int index) {
		return this.frames[this.offsets[stack] + index];
	}

	private void append(int[] stack, int depth) {
		int start = this.offsets[this.size];
		if (start + depth > this.frames.length) {
			this.frames = Arrays.copyOf(this.frames, Math.max(this.frames.length * 2, start + depth));
		}
		System.arraycopy(stack, 0, this.frames, start, depth);
		if (this.size + 2 > this.offsets.length) {
			this.offsets = Arrays.copyOf(this.offsets, this.offsets.length * 2);
		}
		this.offsets[this.size + 1] = start + depth;
	}

	private int slot(int[] stack, int depth) {
		int mask = this.slots.length - 1;
		int slot = hash(stack, 0, depth) & mask;
		while (this.slots[slot] != FREE && !matches(this.slots[slot], stack, depth)) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private boolean matches(int candidate, int[] stack, int depth) {
		int start = this.offsets[candidate];
		return Arrays.equals(this.frames, start, this.offsets[candidate + 1], stack, 0, depth);
	}

	private void rehash() {
		this.slots = new int[this.slots.length * 2];
		Arrays.fill(this.slots, FREE);
		int mask = this.slots.length - 1;
		for (int stack = 0; stack < this.size; stack++) {
			int slot = hash(this.frames, this.offsets[stack], this.offsets[stack + 1]) & mask;
			while (this.slots[slot] != FREE) {
				slot = (slot + 1) & mask;
			}
			this.slots[slot] = stack;
		}
	}

	private static int hash(int[] values, int from, int to) {
		int hash = 17;
		for (int i = from; i < to; i++) {
			hash = hash * 0x9E3779B1 + values[i];
		}
		return hash ^ (hash >>> 15);
	}

}
