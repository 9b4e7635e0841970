package io.ddprofiling.recorder;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.ddprofiling.chunk.Numbers;

/**
 * Where an event of the Flight Recorder's has texts, to take them away: messages of
 * exceptions, paths and hosts are nobody's business.
 *
 * @param numbers how many numbers come before
 * @param texts how many texts follow
 */
record EventTexts(int numbers, int texts) {

	static final EventTexts NONE = new EventTexts(0, 0);

	private static final int NULL = 0;

	private static final int POOLED = 2;

	private static final int UTF8 = 3;

	private static final int CHARACTERS = 4;

	private static final int LATIN1 = 5;

	private static final byte MASKED = '*';

	// what follows moves up, and nobody reads what is left at the end
	void clear(byte[] chunk, int from, int to) {
		if (this.texts > 0) {
			ByteBuffer event = ByteBuffer.wrap(chunk, from, to - from);
			for (int i = 0; i < this.numbers; i++) {
				Numbers.read(event);
			}
			int first = event.position();
			for (int i = 0; i < this.texts; i++) {
				mask(event);
			}
			int rest = to - event.position();
			Arrays.fill(chunk, first, first + this.texts, (byte) NULL);
			System.arraycopy(chunk, event.position(), chunk, first + this.texts, rest);
			Arrays.fill(chunk, first + this.texts + rest, to, (byte) 0);
		}
	}

	// texts that are written often are in a pool, which has a checkpoint of its own
	static void clearPool(byte[] chunk, int from, long stringType) {
		ByteBuffer checkpoint = ByteBuffer.wrap(chunk).position(from);
		for (int i = 0; i < 3; i++) {
			// start, duration, distance to the checkpoint before
			Numbers.read(checkpoint);
		}
		checkpoint.get();
		long pools = Numbers.read(checkpoint);
		if (pools > 0 && Numbers.read(checkpoint) == stringType) {
			for (long entries = Numbers.read(checkpoint); entries > 0; entries--) {
				Numbers.read(checkpoint);
				mask(checkpoint);
			}
		}
	}

	private static void mask(ByteBuffer in) {
		int encoding = in.get();
		if (encoding == POOLED) {
			Numbers.read(in);
		}
		else if (encoding == UTF8 || encoding == LATIN1) {
			for (long length = Numbers.read(in); length > 0; length--) {
				in.put(MASKED);
			}
		}
		else if (encoding == CHARACTERS) {
			for (long length = Numbers.read(in); length > 0; length--) {
				maskCharacter(in);
			}
		}
	}

	// in as many bytes
	private static void maskCharacter(ByteBuffer in) {
		byte next;
		do {
			next = in.get(in.position());
			in.put((byte) ((next & 0x80) | MASKED));
		}
		while (next < 0);
	}

}
