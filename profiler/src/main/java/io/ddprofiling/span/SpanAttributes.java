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

	private volatile int last;

	// without names, the first that come are taken
	SpanAttributes(Collection<String> names) {
		names.stream().distinct().limit(SpanRecorder.MAX_ATTRIBUTES).forEach(this.names::add);
		this.fixed = !this.names.isEmpty();
	}

	int id(Map<String, String> attributes) {
		Integer id = this.ids.get(attributes);
		if (id == null) {
			Map<String, String> known = known(attributes);
			id = this.ids.get(known);
			return (id != null) ? id : add(known);
		}
		return id;
	}

	@Nullable Map<String, String> set(int id) {
		return this.sets.get(id);
	}

	private Map<String, String> known(Map<String, String> attributes) {
		Map<String, String> known = new TreeMap<>();
		attributes.forEach((name, value) -> {
			if (value != null && isKnown(name)) {
				known.put(name, (value.length() > MAX_LENGTH) ? value.substring(0, MAX_LENGTH) : value);
			}
		});
		return Map.copyOf(known);
	}

	private boolean isKnown(String name) {
		return this.names.contains(name) || (!isComplete() && addName(name));
	}

	private boolean isComplete() {
		return this.fixed || this.names.size() >= SpanRecorder.MAX_ATTRIBUTES;
	}

	private synchronized boolean addName(String name) {
		if (name.length() <= MAX_LENGTH && !isComplete()) {
			this.names.add(name);
		}
		return this.names.contains(name);
	}

	// what is too much is left out without a lock, as it can be much
	private int add(Map<String, String> attributes) {
		return (attributes.isEmpty() || isFull()) ? NONE : addNew(attributes);
	}

	private synchronized int addNew(Map<String, String> attributes) {
		Integer known = this.ids.get(attributes);
		if (known != null || isFull()) {
			return (known != null) ? known : NONE;
		}
		int id = this.last + 1;
		this.sets.set(id, attributes);
		this.ids.put(attributes, id);
		this.last = id;
		return id;
	}

	private boolean isFull() {
		return this.last >= LIMIT;
	}

}
