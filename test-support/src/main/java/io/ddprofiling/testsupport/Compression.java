package io.ddprofiling.testsupport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Compression of an attachment, told by its first bytes.
 */
enum Compression {

	/**
	 * A gzip member.
	 */
	GZIP(0x1f, 0x8b),

	/**
	 * A zstd frame, which cannot be read here.
	 */
	ZSTD(0x28, 0xb5, 0x2f, 0xfd),

	/**
	 * An lz4 frame, which cannot be read here.
	 */
	LZ4(0x04, 0x22, 0x4d, 0x18),

	/**
	 * Anything else.
	 */
	NONE;

	private final byte[] magic;

	Compression(int... magic) {
		this.magic = new byte[magic.length];
		for (int i = 0; i < magic.length; i++) {
			this.magic[i] = (byte) magic[i];
		}
	}

	static Compression of(byte[] bytes) {
		return Arrays.stream(values())
			.filter((candidate) -> startsWith(bytes, candidate.magic))
			.findFirst()
			.orElse(NONE);
	}

	static byte[] decompress(byte[] bytes) {
		Compression compression = of(bytes);
		Check.that(compression != ZSTD && compression != LZ4, "cannot decompress %s", compression);
		return (compression != GZIP) ? bytes : gunzip(bytes);
	}

	static boolean startsWith(byte[] bytes, byte[] prefix) {
		return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
	}

	private static byte[] gunzip(byte[] bytes) {
		try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
			byte[] content = input.readAllBytes();
			// the JDK passes over bytes after the member, other readers do not
			int size = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - Integer.BYTES);
			Check.that(size == content.length, "gzip is not exactly one member");
			return content;
		}
		catch (IOException ex) {
			throw new AssertionError("not readable as gzip: " + ex.getMessage(), ex);
		}
	}

}
