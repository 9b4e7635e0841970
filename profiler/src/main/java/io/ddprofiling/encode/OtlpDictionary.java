package io.ddprofiling.encode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ddprofiling.profile.Profile;

/**
 * The tables all profiles of one request refer to by position. What is at position 0 of
 * each stands for nothing. Field numbers are those of {@code profiles.proto}.
 */
final class OtlpDictionary {

	private static final int TRACE_ID_BYTES = 16;

	private static final int SPAN_ID_BYTES = 8;

	private final Profile profile;

	private final Map<String, Integer> strings = new LinkedHashMap<>();

	private final Map<OtlpAttribute, Integer> attributes = new LinkedHashMap<>();

	private final Map<Link, Integer> links = new LinkedHashMap<>();

	/**
	 * The profile's stacks by position in the table.
	 */
	private final List<Integer> stacks = new ArrayList<>();

	private final Map<Integer, Integer> stackIds = new HashMap<>();

	OtlpDictionary(Profile profile) {
		this.profile = profile;
		string("");
	}

	int string(String text) {
		return position(this.strings, text, 0);
	}

	int attribute(OtlpAttribute attribute) {
		string(attribute.name());
		return position(this.attributes, attribute, 1);
	}

	int link(Link link) {
		return position(this.links, link, 1);
	}

	/**
	 * The position of a stack.
	 * @param stack the stack's number in the profile
	 * @return the position, 0 for a stack without frames
	 */
	int stack(int stack) {
		if (this.profile.depth(stack) == 0) {
			return 0;
		}
		return this.stackIds.computeIfAbsent(stack, (added) -> {
			this.stacks.add(added);
			return this.stacks.size();
		});
	}

	ProtoMessage write() throws IOException {
		ProtoMessage dictionary = new ProtoMessage();
		dictionary.message(1, new ProtoMessage());
		writeLocations(dictionary);
		writeFunctions(dictionary);
		writeLinks(dictionary);
		writeAttributes(dictionary);
		writeStacks(dictionary);
		// last, as the other tables add to it
		for (String string : this.strings.keySet()) {
			dictionary.element(5, string);
		}
		return dictionary;
	}

	private void writeLocations(ProtoMessage dictionary) throws IOException {
		ProtoMessage location = new ProtoMessage();
		ProtoMessage line = new ProtoMessage();
		dictionary.message(2, location);
		for (int frame = 0; frame < this.profile.frameCount(); frame++) {
			line.number(1, this.profile.function(frame) + 1).number(2, this.profile.line(frame));
			dictionary.message(2, location.message(3, line));
		}
	}

	private void writeFunctions(ProtoMessage dictionary) throws IOException {
		ProtoMessage function = new ProtoMessage();
		dictionary.message(3, function);
		for (int id = 0; id < this.profile.functionCount(); id++) {
			int name = string(this.profile.functionName(id));
			function.number(1, name).number(2, name).number(3, string(this.profile.functionFile(id)));
			dictionary.message(3, function);
		}
	}

	private void writeLinks(ProtoMessage dictionary) throws IOException {
		ProtoMessage message = new ProtoMessage();
		message.bytes(1, new byte[TRACE_ID_BYTES]).bytes(2, new byte[SPAN_ID_BYTES]);
		dictionary.message(4, message);
		for (Link link : this.links.keySet()) {
			message.bytes(1, HexFormat.of().parseHex(link.traceId()))
				.bytes(2, HexFormat.of().parseHex(HexFormat.of().toHexDigits(link.spanId())));
			dictionary.message(4, message);
		}
	}

	private void writeAttributes(ProtoMessage dictionary) throws IOException {
		ProtoMessage message = new ProtoMessage();
		dictionary.message(6, message);
		for (OtlpAttribute attribute : this.attributes.keySet()) {
			message.number(1, string(attribute.name())).message(2, value(attribute));
			dictionary.message(6, message);
		}
	}

	private void writeStacks(ProtoMessage dictionary) throws IOException {
		ProtoMessage message = new ProtoMessage();
		dictionary.message(7, message);
		for (int stack : this.stacks) {
			List<Integer> locations = new ArrayList<>(this.profile.depth(stack));
			for (int i = 0; i < this.profile.depth(stack); i++) {
				locations.add(this.profile.frame(stack, i) + 1);
			}
			dictionary.message(7, message.packed(1, locations));
		}
	}

	/**
	 * The value of an attribute, in the message that has room for all kinds of them.
	 * @param attribute the attribute
	 * @return the message
	 * @throws IOException never, as it is written into memory
	 */
	static ProtoMessage value(OtlpAttribute attribute) throws IOException {
		String text = attribute.text();
		return (text != null) ? new ProtoMessage().element(1, text) : new ProtoMessage().integer(3, attribute.number());
	}

	private static <T> int position(Map<T, Integer> table, T entry, int first) {
		Integer known = table.get(entry);
		if (known != null) {
			return known;
		}
		int position = table.size() + first;
		table.put(entry, position);
		return position;
	}

	/**
	 * The span a sample was taken in.
	 *
	 * @param traceId 32 hexadecimal digits
	 * @param spanId the span's identifier
	 */
	record Link(String traceId, long spanId) {

	}

}
