package io.ddprofiling.chunk;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Numbers as recordings have them: seven bits a byte, the lowest first, all eight of the
 * ninth byte. Not safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class Numbers {

	static final int MAX_LENGTH = 9;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	/**
	 * Starts without a number.
	 */
	public Numbers() {
	}

	/**
	 * Reads a number.
	 * @param in where to read
	 * @return the number
	 * @throws java.nio.BufferUnderflowException if it is cut short
	 */
	public static long read(ByteBuffer in) {
		long value = 0;
		for (int i = 0; i < MAX_LENGTH - 1; i++) {
			byte next = in.get();
			value |= (next & 0x7fL) << (7 * i);
			if (next >= 0) {
				return value;
			}
		}
		return value | (long) in.get() << (7 * (MAX_LENGTH - 1));
	}

	/**
	 * How many bytes a number takes.
	 * @param value the number
	 * @return 1 to 9
	 */
	public static int length(long value) {
		return new Numbers().add(value).size();
	}

	/**
	 * Writes another number.
	 * @param value the number
	 * @return this
	 */
	public Numbers add(long value) {
		long left = value;
		for (int i = 1; i < MAX_LENGTH && (left & ~0x7fL) != 0; i++) {
			this.bytes.write((int) (left | 0x80));
			left >>>= 7;
		}
		this.bytes.write((int) left);
		return this;
	}

	/**
	 * How many bytes all numbers take.
	 * @return the number of bytes
	 */
	public int size() {
		return this.bytes.size();
	}

	/**
	 * The bytes of all numbers.
	 * @return a copy
	 */
	public byte[] toByteArray() {
		return this.bytes.toByteArray();
	}

}
