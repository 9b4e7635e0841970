package io.ddprofiling.export.otlp;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * What a receiver says besides that it has taken a request.
 *
 * @param rejected how many profiles it has not taken
 * @param message why, or what it has to say otherwise, possibly empty
 */
record PartialSuccess(long rejected, String message) {

	/**
	 * A receiver that has nothing to say.
	 */
	static final PartialSuccess NONE = new PartialSuccess(0, "");

	private static final int LENGTH_DELIMITED = 2;

	/**
	 * Reads an {@code ExportProfilesServiceResponse}.
	 * @param body its bytes, one character each
	 * @return what it says; nothing if it is something else, as the status is what counts
	 */
	static PartialSuccess parse(String body) {
		byte[] response = body.getBytes(StandardCharsets.ISO_8859_1);
		Reader reader = new Reader(response, 0, response.length);
		while (reader.next()) {
			Reader content = reader.content();
			if (reader.field() == 1 && content != null) {
				return partialSuccess(content);
			}
		}
		return NONE;
	}

	private static PartialSuccess partialSuccess(Reader reader) {
		long rejected = 0;
		String message = "";
		while (reader.next()) {
			Reader content = reader.content();
			if (reader.field() == 1 && content == null) {
				rejected = reader.number;
			}
			if (reader.field() == 2 && content != null) {
				message = content.text();
			}
		}
		return new PartialSuccess(rejected, message);
	}

	/**
	 * Goes through the fields of a message. Ends at what is none.
	 */
	private static final class Reader {

		private final byte[] bytes;

		private final int start;

		private final int end;

		private int position;

		private long tag;

		private long number;

		private @Nullable Reader content;

		Reader(byte[] bytes, int start, int end) {
			this.bytes = bytes;
			this.start = start;
			this.end = end;
			this.position = start;
		}

		boolean next() {
			this.tag = varint();
			this.number = varint();
			this.content = null;
			int type = (int) this.tag & 7;
			if (this.tag <= 0 || this.number < 0 || (type != 0 && type != LENGTH_DELIMITED)) {
				return false;
			}
			if (type == LENGTH_DELIMITED) {
				if (this.number > this.end - this.position) {
					return false;
				}
				this.content = new Reader(this.bytes, this.position, this.position + (int) this.number);
				this.position += (int) this.number;
			}
			return true;
		}

		int field() {
			return (int) (this.tag >> 3);
		}

		@Nullable Reader content() {
			return this.content;
		}

		String text() {
			return new String(this.bytes, this.start, this.end - this.start, StandardCharsets.UTF_8);
		}

		// -1 if there is none
		private long varint() {
			long value = 0;
			for (int shift = 0; shift < 63 && this.position < this.end; shift += 7) {
				byte next = this.bytes[this.position++];
				value |= (next & 0x7FL) << shift;
				if (next >= 0) {
					return value;
				}
			}
			return -1;
		}

	}

}
