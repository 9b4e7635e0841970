package io.ddprofiling.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;

/**
 * A protobuf message being written into memory, field by field. What is zero or empty is
 * left out, as proto3 wants it.
 */
final class ProtoMessage {

	private static final int BUFFER_SIZE = 256;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final CodedOutputStream out = CodedOutputStream.newInstance(this.bytes, BUFFER_SIZE);

	ProtoMessage number(int field, long value) throws IOException {
		if (value != 0) {
			this.out.writeUInt64(field, value);
		}
		return this;
	}

	/**
	 * Writes a value of a choice, which counts even if it is zero.
	 * @param field the field's number
	 * @param value the value
	 * @return this message
	 * @throws IOException never, as it is written into memory
	 */
	ProtoMessage integer(int field, long value) throws IOException {
		this.out.writeInt64(field, value);
		return this;
	}

	/**
	 * Writes a number alone, as the only one of a packed list.
	 * @param value the number
	 * @return this message
	 * @throws IOException never, as it is written into memory
	 */
	ProtoMessage value(long value) throws IOException {
		this.out.writeInt64NoTag(value);
		return this;
	}

	ProtoMessage fixed(int field, long value) throws IOException {
		if (value != 0) {
			this.out.writeFixed64(field, value);
		}
		return this;
	}

	ProtoMessage text(int field, String value) throws IOException {
		if (!value.isEmpty()) {
			this.out.writeString(field, value);
		}
		return this;
	}

	/**
	 * Writes an element of a list, which counts even if it is empty.
	 * @param field the field's number
	 * @param value the element
	 * @return this message
	 * @throws IOException never, as it is written into memory
	 */
	ProtoMessage element(int field, String value) throws IOException {
		this.out.writeString(field, value);
		return this;
	}

	ProtoMessage bytes(int field, byte[] value) throws IOException {
		this.out.writeByteArray(field, value);
		return this;
	}

	/**
	 * Writes a message within this one, even if it is empty, and clears it for the next.
	 * @param field the field's number
	 * @param message the message
	 * @return this message
	 * @throws IOException never, as it is written into memory
	 */
	ProtoMessage message(int field, ProtoMessage message) throws IOException {
		message.out.flush();
		this.out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
		this.out.writeUInt32NoTag(message.bytes.size());
		this.out.flush();
		message.bytes.writeTo(this.bytes);
		message.bytes.reset();
		return this;
	}

	ProtoMessage packed(int field, List<Integer> values) throws IOException {
		if (!values.isEmpty()) {
			int length = 0;
			for (int value : values) {
				length += CodedOutputStream.computeInt32SizeNoTag(value);
			}
			this.out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
			this.out.writeUInt32NoTag(length);
			for (int value : values) {
				this.out.writeInt32NoTag(value);
			}
		}
		return this;
	}

	ByteArrayOutputStream finish() throws IOException {
		this.out.flush();
		return this.bytes;
	}

}
