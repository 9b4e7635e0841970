package io.ddprofiling.span;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Sets of labels that work bears, numbered from 1 and limited in number, as are the names
 * of labels: what comes later is left out. Thread safe.
 */
final class SpanAttributes {

	static final int NONE = 0;

	private static final int LIMIT = 4096;

	private static final int MAX_LENGTH = 200;

	private final ConcurrentMap<Map<String, String>, Integer> ids = new ConcurrentHashMap<>();

	private final AtomicReferenceArray<Map<String, String>> sets = new AtomicReferenceArray<>(LIMIT + 1);

	private final Set<String> names = new CopyOnWriteArraySet<>();

	private final boolean fixed;

	private int last;

	// without names, the first that come are taken
	SpanAttributes(Collection<String> names) {
		names.stream().limit(SpanRecorder.MAX_ATTRIBUTES).forEach(this.names::add);
		this.fixed = !this.names.isEmpty();
	}

	int id(Map<String, String> attributes) {
		Integer id = this.ids.get(attributes);
		return (id != null) ? id : add(known(attributes));
	}

	@Nullable Map<String, String> set(int id) {
		return this.sets.get(id);
	}

	private synchronized Map<String, String> known(Map<String, String> attributes) {
		Map<String, String> known = new TreeMap<>();
		attributes.forEach((name, value) -> {
			if (!this.fixed && this.names.size() < SpanRecorder.MAX_ATTRIBUTES) {
				this.names.add(name);
			}
			if (this.names.contains(name)) {
				known.put(name, (value.length() > MAX_LENGTH) ? value.substring(0, MAX_LENGTH) : value);
			}
		});
		return Map.copyOf(known);
	}

	private synchronized int add(Map<String, String> attributes) {
		Integer known = this.ids.get(attributes);
		if (known != null || attributes.isEmpty() || this.last >= LIMIT) {
			return (known != null) ? known : NONE;
		}
		this.last++;
		this.sets.set(this.last, attributes);
		this.ids.put(attributes, this.last);
		return this.last;
	}

}
