package io.ddprofiling.jfr;

import java.util.Arrays;

import io.ddprofiling.chunk.ByteCursor;

/**
 * The frames of one stack after the other, leaf first.
 */
final class StackFrames {

	long[] methods = new long[128];

	int[] lines = new int[128];

	byte[] types = new byte[128];

	int depth;

	private ByteCursor in = new ByteCursor(new byte[0]);

	private int from;

	private int to;

	private boolean decoded;

	void begin(int frames) {
		this.from = 0;
		this.to = 0;
		reserve(frames);
	}

	private void reserve(int frames) {
		this.depth = frames;
		if (frames > this.methods.length) {
			this.methods = Arrays.copyOf(this.methods, frames * 2);
			this.lines = Arrays.copyOf(this.lines, frames * 2);
			this.types = Arrays.copyOf(this.types, frames * 2);
		}
	}

	/**
	 * Takes the bytes of the frames.
	 * @param cursor where the frames begin
	 * @param end where they end
	 */
	void bytes(ByteCursor cursor, int end) {
		this.in = cursor;
		this.from = cursor.position();
		this.to = end;
		this.decoded = false;
	}

	boolean hasBytes() {
		return this.to > this.from;
	}

	byte[] bytes() {
		return this.in.bytes();
	}

	int from() {
		return this.from;
	}

	int to() {
		return this.to;
	}

	// if it has bytes
	void decode() {
		if (hasBytes() && !this.decoded) {
			this.in.position(this.from);
			reserve(this.in.count());
			this.decoded = true;
			for (int i = 0; i < this.depth; i++) {
				this.methods[i] = this.in.number();
				this.lines[i] = this.in.integer();
				this.in.skipNumbers(1);
				this.types[i] = this.in.next();
			}
		}
	}

}
