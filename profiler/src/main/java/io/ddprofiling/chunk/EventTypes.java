package io.ddprofiling.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The types of a chunk's events and constants, from its metadata.
 *
 * @since 0.1.0
 */
public final class EventTypes {

	private static final int METADATA_OFFSET = 24;

	/**
	 * The size, the type, the start, the duration and the number of the metadata.
	 */
	private static final int METADATA_HEAD = 5;

	private final ByteCursor in;

	private final byte[] content;

	private String[] strings = {};

	private final Map<String, Long> ids = new HashMap<>();

	private final Map<Long, Type> types = new HashMap<>();

	private EventTypes(byte[] chunk, int start) {
		this.in = new ByteCursor(chunk);
		this.in.position(start);
		this.content = content(this.in);
	}

	/**
	 * Reads the metadata of a chunk.
	 * @param chunk the whole chunk
	 * @return the number of each type, by its name
	 * @throws IOException if there is no metadata
	 */
	public static Map<String, Long> ids(ByteBuffer chunk) throws IOException {
		return read(chunk, null).ids;
	}

	/**
	 * Reads the metadata of a chunk, unless it is that of another one.
	 * @param chunk the whole chunk
	 * @param other what was read from another chunk
	 * @return the types
	 * @throws IOException if there is no metadata
	 */
	public static EventTypes read(ByteBuffer chunk, @Nullable EventTypes other) throws IOException {
		try {
			EventTypes types = new EventTypes(chunk.array(), Math.toIntExact(chunk.getLong(METADATA_OFFSET)));
			if (other != null && Arrays.equals(types.content, other.content)) {
				return other;
			}
			types.readMetadata();
			return types;
		}
		catch (RuntimeException ex) {
			throw new IOException("The chunk has no metadata that can be read", ex);
		}
	}

	/**
	 * The number of a type.
	 * @param name the type's name
	 * @return the number, negative if there is no such type
	 */
	public long id(String name) {
		return this.ids.getOrDefault(name, -1L);
	}

	/**
	 * A type.
	 * @param id its number
	 * @return the type
	 * @throws IllegalArgumentException if there is no such type
	 */
	public Type type(long id) {
		Type type = this.types.get(id);
		if (type == null) {
			throw new IllegalArgumentException("There is no type " + id);
		}
		return type;
	}

	/**
	 * How many types there are numbers for.
	 * @return a number that is larger than that of every type
	 */
	public int size() {
		return Math.toIntExact(this.types.keySet().stream().mapToLong(Long::longValue).max().orElse(-1) + 1);
	}

	// what is in front of it, such as the time, is another in every chunk
	private static byte[] content(ByteCursor in) {
		int start = in.position();
		int end = start + in.count();
		in.position(start);
		in.skipNumbers(METADATA_HEAD);
		return Arrays.copyOfRange(in.bytes(), in.position(), end);
	}

	private void readMetadata() {
		this.strings = new String[this.in.count()];
		for (int i = 0; i < this.strings.length; i++) {
			this.strings[i] = Objects.requireNonNullElse(this.in.text(), "");
		}
		readElement(new ArrayList<>());
		this.strings = new String[0];
	}

	private void readElement(List<Field> siblings) {
		String element = string();
		Map<String, String> attributes = new HashMap<>();
		for (int left = this.in.count(); left > 0; left--) {
			attributes.put(string(), string());
		}
		List<Field> fields = new ArrayList<>();
		for (int left = this.in.count(); left > 0; left--) {
			readElement(fields);
		}
		if (element.equals("class")) {
			add(attributes, fields);
		}
		else if (element.equals("field")) {
			siblings.add(new Field(attributes.getOrDefault("name", ""), number(attributes.get("class")),
					"true".equals(attributes.get("constantPool"))));
		}
	}

	private void add(Map<String, String> attributes, List<Field> fields) {
		String name = attributes.getOrDefault("name", "");
		long id = number(attributes.get("id"));
		this.ids.put(name, id);
		this.types.put(id, new Type(name, List.copyOf(fields)));
	}

	private static long number(@Nullable String attribute) {
		return (attribute != null) ? Long.parseLong(attribute) : 0;
	}

	private String string() {
		return this.strings[this.in.integer()];
	}

	/**
	 * A type of events or constants.
	 *
	 * @param name its name
	 * @param fields its fields, in order
	 * @since 0.1.0
	 */
	public record Type(String name, List<Field> fields) {

	}

	/**
	 * A field of an event or constant.
	 *
	 * @param name its name
	 * @param type the number of its type
	 * @param constant whether it is a reference to a table
	 * @since 0.1.0
	 */
	public record Field(String name, long type, boolean constant) {

	}

}
