package io.ddprofiling.profile;

import java.util.Arrays;

/**
 * A growing list of {@code int} values, without boxing.
 */
final class IntList {

	private int[] values = new int[256];

	private int size;

	void add(int value) {
		if (this.size == this.values.length) {
			this.values = Arrays.copyOf(this.values, this.size * 2);
		}
		this.values[this.size++] = value;
	}

	int size() {
		return this.size;
	}

	int[] toArray() {
		return Arrays.copyOf(this.values, this.size);
	}

}
