package io.ddprofiling.chunk;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Reads numbers and texts of a chunk that is in memory, several times faster than a
 * {@link java.nio.ByteBuffer} does. What is torn ends with an
 * {@link IndexOutOfBoundsException}. Not safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ByteCursor {

	private static final int LAST_SHIFT = 56;

	private final byte[] bytes;

	private int position;

	/**
	 * Begins with the first byte.
	 * @param bytes the bytes to read
	 */
	public ByteCursor(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * The bytes that are read.
	 * @return all of them, not a copy
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * The position of the next byte.
	 * @return the position
	 */
	public int position() {
		return this.position;
	}

	/**
	 * Goes to another position.
	 * @param next the position of the next byte to read
	 */
	public void position(int next) {
		this.position = next;
	}

	/**
	 * Reads a byte.
	 * @return the byte
	 */
	public byte next() {
		return this.bytes[this.position++];
	}

	/**
	 * Reads a number as {@link Numbers} describes it.
	 * @return the number
	 */
	public long number() {
		byte first = this.bytes[this.position++];
		if (first >= 0) {
			return first;
		}
		byte second = this.bytes[this.position++];
		long value = (first & 0x7f) | (second & 0x7f) << 7;
		return (second >= 0) ? value : rest(value);
	}

	/**
	 * Reads a number of 32 bits.
	 * @return the number
	 */
	public int integer() {
		return (int) number();
	}

	/**
	 * Reads how many bytes, or larger things, follow.
	 * @return a number that is not negative
	 * @throws IndexOutOfBoundsException if there are not so many bytes
	 */
	public int count() {
		long count = number();
		if (count < 0 || count > this.bytes.length - this.position) {
			throw new IndexOutOfBoundsException("There are no " + count + " more bytes at " + this.position);
		}
		return (int) count;
	}

	/**
	 * Passes over numbers.
	 * @param count how many of them
	 */
	public void skipNumbers(int count) {
		int next = this.position;
		for (int i = 0; i < count; i++) {
			int end = next + Numbers.MAX_LENGTH - 1;
			while (next < end && this.bytes[next] < 0) {
				next++;
			}
			next++;
		}
		this.position = next;
	}

	/**
	 * Passes over bytes.
	 * @param count how many of them
	 */
	public void skip(int count) {
		if (count < 0) {
			throw new IndexOutOfBoundsException("'count' must not be negative: " + count);
		}
		this.position = Math.addExact(this.position, count);
	}

	/**
	 * Reads a text.
	 * @return the text, {@code null} if there is none or it is in a table
	 */
	public @Nullable String text() {
		byte encoding = next();
		return switch (encoding) {
			case 0 -> null;
			case 1 -> "";
			case 2 -> inTable();
			case 3 -> text(StandardCharsets.UTF_8);
			case 4 -> characters();
			case 5 -> text(StandardCharsets.ISO_8859_1);
			default -> throw new IllegalArgumentException("There is no string encoding " + encoding);
		};
	}

	/**
	 * Passes over a text.
	 */
	public void skipText() {
		byte encoding = next();
		switch (encoding) {
			case 0, 1 -> {
			}
			case 2 -> skipNumbers(1);
			case 3, 5 -> skip(count());
			case 4 -> skipNumbers(count());
			default -> throw new IllegalArgumentException("There is no string encoding " + encoding);
		}
	}

	private @Nullable String inTable() {
		number();
		return null;
	}

	private String text(Charset charset) {
		int length = count();
		int start = this.position;
		skip(length);
		return new String(this.bytes, start, length, charset);
	}

	private String characters() {
		int length = count();
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < length; i++) {
			text.append((char) number());
		}
		return text.toString();
	}

	private long rest(long first) {
		long value = first;
		for (int shift = 14; shift < LAST_SHIFT; shift += 7) {
			byte next = this.bytes[this.position++];
			value |= (next & 0x7fL) << shift;
			if (next >= 0) {
				return value;
			}
		}
		return value | (long) this.bytes[this.position++] << LAST_SHIFT;
	}

}
