package io.ddprofiling.span;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * The names of units of work, numbered from 1 and limited in number: what comes later is
 * {@link #OTHER}. Thread safe; a name that is known is found without allocating.
 */
final class SpanNames {

	/**
	 * As many as Datadog keeps.
	 */
	static final int LIMIT = 8192;

	/**
	 * Not known yet.
	 */
	static final int UNKNOWN = 0;

	/**
	 * One of those that are too many.
	 */
	static final int OTHER = 1;

	private static final int MAX_LENGTH = 200;

	private static final String[] METHODS = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE" };

	private static final String NO_PATTERN = "UNKNOWN";

	private final ConcurrentMap<String, AtomicIntegerArray> patterns = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, Integer> tasks = new ConcurrentHashMap<>();

	private final AtomicReferenceArray<SpanName> names = new AtomicReferenceArray<>(LIMIT + 2);

	private volatile int last = OTHER;

	SpanNames() {
		this.names.set(OTHER, new SpanName("(other)", false));
	}

	int web(@Nullable String method, @Nullable String pattern) {
		String route = (pattern != null && !pattern.isEmpty()) ? bounded(pattern) : NO_PATTERN;
		AtomicIntegerArray ids = this.patterns.get(route);
		int position = position(method);
		int id = (ids != null) ? ids.get(position) : UNKNOWN;
		if (id == UNKNOWN) {
			return isFull() ? OTHER : addWeb(position, route);
		}
		return id;
	}

	int task(String name) {
		String text = bounded(name);
		Integer id = this.tasks.get(text);
		if (id == null) {
			return isFull() ? OTHER : addTask(text);
		}
		return id;
	}

	// null for a number that was never given
	@Nullable SpanName name(int id) {
		return this.names.get(id);
	}

	int size() {
		return this.names.length();
	}

	private synchronized int addWeb(int position, String route) {
		if (isFull()) {
			return OTHER;
		}
		AtomicIntegerArray ids = this.patterns.computeIfAbsent(route,
				(key) -> new AtomicIntegerArray(METHODS.length + 1));
		if (ids.get(position) == UNKNOWN) {
			String method = (position < METHODS.length) ? METHODS[position] : "OTHER";
			ids.set(position, add(method + " " + route, true));
		}
		return ids.get(position);
	}

	private synchronized int addTask(String name) {
		Integer known = this.tasks.get(name);
		if (known != null || isFull()) {
			return (known != null) ? known : OTHER;
		}
		int id = add(name, false);
		this.tasks.put(name, id);
		return id;
	}

	private int add(String text, boolean web) {
		int id = this.last + 1;
		this.names.set(id, new SpanName(text, web));
		this.last = id;
		return id;
	}

	private boolean isFull() {
		return this.last >= LIMIT + OTHER;
	}

	private static String bounded(String text) {
		return (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) : text;
	}

	private static int position(@Nullable String method) {
		for (int i = 0; i < METHODS.length; i++) {
			if (METHODS[i].equals(method)) {
				return i;
			}
		}
		return METHODS.length;
	}

}
