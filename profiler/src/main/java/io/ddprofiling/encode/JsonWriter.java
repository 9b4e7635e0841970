package io.ddprofiling.encode;

import java.io.IOException;

/**
 * Writes JSON that may stand anywhere, even inside an HTML {@code script} element: what
 * HTML or JavaScript could take for its own syntax is always escaped. The caller is
 * responsible for balanced calls.
 *
 * @since 0.1.0
 */
public final class JsonWriter {

	private static final String HEX = "0123456789abcdef";

	private final Appendable out;

	private boolean separate;

	/**
	 * Create a writer that appends to the given target and never closes it.
	 * @param out where the JSON goes
	 */
	public JsonWriter(Appendable out) {
		this.out = out;
	}

	/**
	 * Begin an object.
	 * @return this writer
	 * @throws IOException if the target fails
	 */
	public JsonWriter beginObject() throws IOException {
		return begin('{');
	}

	/**
	 * End the innermost object.
	 * @return this writer
	 * @throws IOException if the target fails
	 */
	public JsonWriter endObject() throws IOException {
		return end('}');
	}

	/**
	 * Begin an array.
	 * @return this writer
	 * @throws IOException if the target fails
	 */
	public JsonWriter beginArray() throws IOException {
		return begin('[');
	}

	/**
	 * End the innermost array.
	 * @return this writer
	 * @throws IOException if the target fails
	 */
	public JsonWriter endArray() throws IOException {
		return end(']');
	}

	/**
	 * Write the name of the member whose value comes next.
	 * @param name the name
	 * @return this writer
	 * @throws IOException if the target fails
	 */
	public JsonWriter name(String name) throws IOException {
		separate();
		quote(name);
		this.out.append(':');
		this.separate = false;
		return this;
	}

	/**
	 * Write a string.
	 * @param value the string
	 * @return this writer
	 * @throws IOException if the target fails
	 */
	public JsonWriter value(String value) throws IOException {
		separate();
		quote(value);
		return this;
	}

	/**
	 * Write an integral number.
	 * @param value the number
	 * @return this writer
	 * @throws IOException if the target fails
	 */
	public JsonWriter value(long value) throws IOException {
		return literal(Long.toString(value));
	}

	/**
	 * Write a floating-point number, or null for one that JSON cannot express (NaN and
	 * the infinities).
	 * @param value the number
	 * @return this writer
	 * @throws IOException if the target fails
	 */
	public JsonWriter value(double value) throws IOException {
		return (Double.isFinite(value)) ? literal(Double.toString(value)) : nullValue();
	}

	/**
	 * Write a truth value.
	 * @param value the truth value
	 * @return this writer
	 * @throws IOException if the target fails
	 */
	public JsonWriter value(boolean value) throws IOException {
		return literal(Boolean.toString(value));
	}

	/**
	 * Write null.
	 * @return this writer
	 * @throws IOException if the target fails
	 */
	public JsonWriter nullValue() throws IOException {
		return literal("null");
	}

	private JsonWriter begin(char bracket) throws IOException {
		separate();
		this.out.append(bracket);
		this.separate = false;
		return this;
	}

	private JsonWriter end(char bracket) throws IOException {
		this.out.append(bracket);
		this.separate = true;
		return this;
	}

	private JsonWriter literal(String text) throws IOException {
		separate();
		this.out.append(text);
		return this;
	}

	private void separate() throws IOException {
		if (this.separate) {
			this.out.append(',');
		}
		this.separate = true;
	}

	private void quote(String text) throws IOException {
		this.out.append('"');
		int from = 0;
		for (int i = 0; i < text.length(); i++) {
			if (!isPlain(text, i)) {
				this.out.append(text, from, i);
				escape(text.charAt(i));
				from = i + 1;
			}
		}
		this.out.append(text, from, text.length()).append('"');
	}

	private static boolean isPlain(String text, int index) {
		char c = text.charAt(index);
		return switch (c) {
			case '"', '\\', '<', '>', '&', '\u007f', '\u2028', '\u2029' -> false;
			default -> c >= ' ' && (!Character.isSurrogate(c) || isPaired(text, index));
		};
	}

	private static boolean isPaired(String text, int index) {
		char c = text.charAt(index);
		if (Character.isHighSurrogate(c)) {
			return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
		}
		return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
	}

	private void escape(char c) throws IOException {
		this.out.append('\\');
		if (c == '"' || c == '\\') {
			this.out.append(c);
			return;
		}
		this.out.append('u');
		for (int shift = 12; shift >= 0; shift -= 4) {
			this.out.append(HEX.charAt((c >> shift) & 0xf));
		}
	}

}
