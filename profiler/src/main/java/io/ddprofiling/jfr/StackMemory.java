package io.ddprofiling.jfr;

import java.util.Arrays;

import io.ddprofiling.profile.LongIntMap;

/**
 * Stacks of a recording that were entered into the profile, by their number and their
 * bytes: the next chunk has most of them again.
 */
final class StackMemory {

	private final LongIntMap positions = new LongIntMap();

	private byte[] bytes = new byte[64 * 1024];

	private int[] ends = new int[1025];

	private int[] stacks = new int[1024];

	/**
	 * Finds a stack.
	 * @param id its number in the chunk
	 * @param stack its bytes
	 * @return its number in the profile, {@link LongIntMap#ABSENT} if it is not known
	 */
	int find(long id, StackFrames stack) {
		int position = stack.hasBytes() ? this.positions.get(id) : LongIntMap.ABSENT;
		boolean same = position != LongIntMap.ABSENT && Arrays.equals(this.bytes, this.ends[position],
				this.ends[position + 1], stack.bytes(), stack.from(), stack.to());
		return same ? this.stacks[position] : LongIntMap.ABSENT;
	}

	void keep(long id, StackFrames stack, int number) {
		if (!stack.hasBytes() || this.positions.get(id) != LongIntMap.ABSENT) {
			return;
		}
		int position = this.positions.size();
		this.positions.put(id, position);
		if (position == this.stacks.length) {
			this.stacks = Arrays.copyOf(this.stacks, position * 2);
			this.ends = Arrays.copyOf(this.ends, position * 2 + 1);
		}
		int start = this.ends[position];
		int end = start + stack.to() - stack.from();
		if (end > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(end, this.bytes.length * 2));
		}
		System.arraycopy(stack.bytes(), stack.from(), this.bytes, start, end - start);
		this.ends[position + 1] = end;
		this.stacks[position] = number;
	}

	void clear() {
		this.positions.clear();
	}

}
