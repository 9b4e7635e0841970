package io.ddprofiling.span;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link SpanSource} tells of a unit of work. Used again and again; not thread
 * safe.
 *
 * @since 0.1.0
 */
public final class SpanDescription {

	private static final int HEX_DIGITS = 16;

	private static final byte[] DIGITS = digits();

	private final SpanNames names;

	private final SpanAttributes sets;

	int name;

	int attributes;

	long traceHigh;

	long traceLow;

	long spanId;

	SpanDescription(SpanNames names, SpanAttributes sets) {
		this.names = names;
		this.sets = sets;
	}

	/**
	 * The work is a request to a server.
	 * @param method the request's method; others than those of HTTP are taken together
	 * @param pattern the pattern of the route, never the path that was asked for, as
	 * names are kept; {@code null} if the request has none or it is not known yet
	 */
	public void web(@Nullable String method, @Nullable String pattern) {
		this.name = this.names.web(method, pattern);
	}

	/**
	 * The work is something else than a request.
	 * @param name the name of all work of this kind
	 */
	public void task(String name) {
		this.name = this.names.task(name);
	}

	/**
	 * The work is part of a trace.
	 * @param traceId 16 or 32 hexadecimal digits; of more, the last 32 count
	 * @param spanId hexadecimal digits, of which the last 16 count; if there is anything
	 * else in either, both are ignored
	 */
	public void trace(@Nullable String traceId, @Nullable String spanId) {
		if (traceId == null || spanId == null || !isHex(traceId, 2 * HEX_DIGITS) || !isHex(spanId, HEX_DIGITS)) {
			return;
		}
		int end = traceId.length();
		this.spanId = hex(spanId, spanId.length() - HEX_DIGITS, spanId.length());
		this.traceLow = hex(traceId, end - HEX_DIGITS, end);
		this.traceHigh = hex(traceId, end - 2 * HEX_DIGITS, end - HEX_DIGITS);
	}

	/**
	 * The work bears labels.
	 * @param attributes the labels' values by their names
	 */
	public void attributes(Map<String, String> attributes) {
		this.attributes = attributes.isEmpty() ? SpanAttributes.NONE : this.sets.id(attributes);
	}

	void clear() {
		this.name = SpanNames.UNKNOWN;
		this.attributes = 0;
		this.traceHigh = 0;
		this.traceLow = 0;
		this.spanId = 0;
	}

	private static boolean isHex(String text, int digits) {
		int all = 0;
		for (int i = Math.max(0, text.length() - digits); i < text.length(); i++) {
			all |= digit(text.charAt(i));
		}
		return all >= 0;
	}

	private static long hex(String text, int from, int to) {
		long value = 0;
		for (int i = Math.max(0, from); i < to; i++) {
			value = (value << 4) | digit(text.charAt(i));
		}
		return value;
	}

	// negative if it is none
	private static int digit(char digit) {
		return (digit < DIGITS.length) ? DIGITS[digit] : -1;
	}

	private static byte[] digits() {
		byte[] digits = new byte['f' + 1];
		for (char i = 0; i < digits.length; i++) {
			digits[i] = (byte) Character.digit(i, HEX_DIGITS);
		}
		return digits;
	}

}
