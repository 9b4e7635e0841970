package io.ddprofiling.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers a chunk gives to its types of events, from its metadata. {@code JfrReader}
 * knows them too but keeps them to itself.
 *
 * @since 0.1.0
 */
public final class EventTypes {

	private static final int METADATA_OFFSET = 24;

	private final ByteBuffer in;

	private String[] strings = {};

	private final Map<String, Long> ids = new HashMap<>();

	private EventTypes(ByteBuffer in) {
		this.in = in;
	}

	/**
	 * Reads the metadata of a chunk.
	 * @param chunk the whole chunk
	 * @return the number of each type, by its name
	 * @throws IOException if there is no metadata
	 */
	public static Map<String, Long> ids(ByteBuffer chunk) throws IOException {
		EventTypes types = new EventTypes(chunk.duplicate());
		try {
			types.in.position(Math.toIntExact(chunk.getLong(METADATA_OFFSET)));
			types.readMetadata();
		}
		catch (RuntimeException ex) {
			throw new IOException("The chunk has no metadata that can be read", ex);
		}
		return types.ids;
	}

	private void readMetadata() throws IOException {
		// size, type, start, duration and number of the metadata
		for (int i = 0; i < 5; i++) {
			varint();
		}
		this.strings = new String[(int) varint()];
		for (int i = 0; i < this.strings.length; i++) {
			this.strings[i] = string();
		}
		readElement();
	}

	private void readElement() {
		String element = this.strings[(int) varint()];
		Map<String, String> attributes = new HashMap<>();
		for (long left = varint(); left > 0; left--) {
			attributes.put(this.strings[(int) varint()], this.strings[(int) varint()]);
		}
		if (element.equals("class")) {
			this.ids.put(attributes.getOrDefault("name", ""), Long.parseLong(attributes.getOrDefault("id", "0")));
		}
		for (long left = varint(); left > 0; left--) {
			readElement();
		}
	}

	private String string() throws IOException {
		byte encoding = this.in.get();
		return switch (encoding) {
			case 0, 1 -> "";
			case 3 -> bytes(StandardCharsets.UTF_8);
			case 4 -> characters();
			case 5 -> bytes(StandardCharsets.ISO_8859_1);
			default -> throw new IOException("There is no string encoding " + encoding);
		};
	}

	private String bytes(Charset charset) {
		byte[] bytes = new byte[(int) varint()];
		this.in.get(bytes);
		return new String(bytes, charset);
	}

	private String characters() {
		StringBuilder text = new StringBuilder();
		for (long left = varint(); left > 0; left--) {
			text.append((char) varint());
		}
		return text.toString();
	}

	private long varint() {
		return Numbers.read(this.in);
	}

}
