package io.ddprofiling.jfr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The names of classes and methods in all chunks of a profile, each once, numbered from
 * 1. Chunks number them in ways of their own.
 */
final class Symbols {

	/**
	 * The number of no name.
	 */
	static final int NONE = 0;

	private byte[] bytes = new byte[64 * 1024];

	private int[] offsets = new int[1024];

	private int[] hashes = new int[1024];

	private int[] slots = new int[4096];

	private int size;

	private final List<@Nullable String> classNames = new ArrayList<>();

	Symbols() {
		this.offsets[1] = 0;
	}

	int number(byte[] source, int from, int length) {
		if (length == 0) {
			return NONE;
		}
		int hash = hash(source, from, length);
		int slot = slot(source, from, length, hash);
		if (this.slots[slot] == NONE) {
			append(source, from, length, hash);
			this.slots[slot] = this.size;
			if (this.size > this.slots.length / 2) {
				rehash();
			}
			return this.size;
		}
		return this.slots[slot];
	}

	boolean is(int symbol, byte[] source, int from, int length) {
		return (symbol == NONE) ? length == 0
				: Arrays.equals(this.bytes, this.offsets[symbol], end(symbol), source, from, from + length);
	}

	String text(int symbol) {
		return new String(this.bytes, this.offsets[symbol], length(symbol), StandardCharsets.UTF_8);
	}

	// dotted, as a reader expects it
	String className(int symbol) {
		while (this.classNames.size() <= symbol) {
			this.classNames.add(null);
		}
		String known = this.classNames.get(symbol);
		if (known == null) {
			known = FrameNames.className(Arrays.copyOfRange(this.bytes, this.offsets[symbol], end(symbol)));
			this.classNames.set(symbol, known);
		}
		return known;
	}

	private int end(int symbol) {
		return this.offsets[symbol + 1];
	}

	private int length(int symbol) {
		return end(symbol) - this.offsets[symbol];
	}

	private int slot(byte[] source, int from, int length, int hash) {
		int mask = this.slots.length - 1;
		int slot = hash & mask;
		while (this.slots[slot] != NONE && !matches(this.slots[slot], source, from, length, hash)) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private boolean matches(int symbol, byte[] source, int from, int length, int hash) {
		return this.hashes[symbol] == hash
				&& Arrays.equals(this.bytes, this.offsets[symbol], end(symbol), source, from, from + length);
	}

	private void append(byte[] source, int from, int length, int hash) {
		int symbol = ++this.size;
		if (symbol + 1 >= this.offsets.length) {
			this.offsets = Arrays.copyOf(this.offsets, this.offsets.length * 2);
			this.hashes = Arrays.copyOf(this.hashes, this.hashes.length * 2);
		}
		int start = this.offsets[symbol];
		if (start + length > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(start + length, this.bytes.length * 2));
		}
		System.arraycopy(source, from, this.bytes, start, length);
		this.offsets[symbol + 1] = start + length;
		this.hashes[symbol] = hash;
	}

	private void rehash() {
		this.slots = new int[this.slots.length * 2];
		int mask = this.slots.length - 1;
		for (int symbol = 1; symbol <= this.size; symbol++) {
			int slot = this.hashes[symbol] & mask;
			while (this.slots[slot] != NONE) {
				slot = (slot + 1) & mask;
			}
			this.slots[slot] = symbol;
		}
	}

	private static int hash(byte[] source, int from, int length) {
		int hash = length;
		for (int i = from; i < from + length; i++) {
			hash = 31 * hash + source[i];
		}
		return hash * 0x9E3779B1 >>> 7;
	}

}
