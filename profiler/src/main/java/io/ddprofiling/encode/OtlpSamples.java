package io.ddprofiling.encode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.ddprofiling.encode.OtlpDictionary.Link;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one column: one for each combination of stack, attributes and span, with
 * its whole value. Some readers refuse several values or times in one sample.
 */
final class OtlpSamples {

	private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");

	private final Profile profile;

	private final OtlpDictionary dictionary;

	private final Map<List<Label>, Context> contexts = new HashMap<>();

	OtlpSamples(Profile profile, OtlpDictionary dictionary) {
		this.profile = profile;
		this.dictionary = dictionary;
	}

	/**
	 * Writes the samples of a column.
	 * @param column the column's position
	 * @param out the profile to write to
	 * @return whether there is a sample
	 * @throws IOException never, as it is written into memory
	 */
	boolean write(int column, ProtoMessage out) throws IOException {
		Map<Key, Long> values = new LinkedHashMap<>();
		for (int row = 0; row < this.profile.rows(); row++) {
			long value = this.profile.value(row, column);
			if (value != 0) {
				Context context = this.contexts.computeIfAbsent(this.profile.labels(row), this::context);
				values.merge(new Key(this.dictionary.stack(this.profile.stack(row)), context), value, Long::sum);
			}
		}
		ProtoMessage sample = new ProtoMessage();
		ProtoMessage packed = new ProtoMessage();
		for (Map.Entry<Key, Long> entry : values.entrySet()) {
			Context context = entry.getKey().context();
			sample.number(1, entry.getKey().stack()).packed(2, context.attributes()).number(3, context.link());
			out.message(2, sample.message(4, packed.value(entry.getValue())));
		}
		return !values.isEmpty();
	}

	private Context context(List<Label> labels) {
		List<Integer> attributes = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (Label label : labels) {
			String name = name(label);
			if (name != null && names.add(name)) {
				attributes.add(this.dictionary.attribute(new OtlpAttribute(name, label.text(), label.number())));
			}
		}
		return new Context(attributes, link(labels));
	}

	private int link(List<Label> labels) {
		String traceId = null;
		long spanId = 0;
		for (Label label : labels) {
			if (label.key() == LabelKey.TRACE_ID) {
				traceId = label.text();
			}
			if (label.key() == LabelKey.SPAN_ID) {
				spanId = label.number();
			}
		}
		if (traceId == null || spanId == 0 || !TRACE_ID.matcher(traceId).matches()) {
			return 0;
		}
		return this.dictionary.link(new Link(traceId, spanId));
	}

	// the identifiers of spans are in the link
	private static @Nullable String name(Label label) {
		return switch (label.key()) {
			case THREAD_ID -> "thread.id";
			case THREAD_NAME -> "thread.name";
			case EXCEPTION_TYPE -> "exception.type";
			case CLASS_NAME, ENDPOINT, TASK, SPAN_NAME -> label.key().id();
			case ATTRIBUTE -> label.attribute();
			case THREAD_NATIVE_ID, TRACE_TYPE, SPAN_ID, LOCAL_ROOT_SPAN_ID, TRACE_ID -> null;
		};
	}

	/**
	 * What a sample was taken in.
	 *
	 * @param attributes positions of attributes
	 * @param link the position of the link, 0 for none
	 */
	private record Context(List<Integer> attributes, int link) {

	}

	/**
	 * What makes a sample the same as another.
	 *
	 * @param stack the position of the stack
	 * @param context what it was taken in
	 */
	private record Key(int stack, Context context) {

	}

}
