package io.ddprofiling.spring;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * Names made of two things, limited in number. A name that is known is found without
 * allocating. Thread safe.
 *
 * @param <A> the one thing
 * @param <B> the other
 */
final class ObservedNames<A, B> {

	private final ConcurrentMap<A, ConcurrentMap<B, String>> names = new ConcurrentHashMap<>();

	private final int limit;

	private int count;

	ObservedNames(int limit) {
		this.limit = limit;
	}

	// null if there are too many already
	@Nullable String get(A one, B other, BiFunction<A, B, String> making) {
		ConcurrentMap<B, String> known = this.names.get(one);
		String name = (known != null) ? known.get(other) : null;
		return (name != null) ? name : add(one, other, making);
	}

	private synchronized @Nullable String add(A one, B other, BiFunction<A, B, String> making) {
		if (this.count >= this.limit) {
			return null;
		}
		this.count++;
		return this.names.computeIfAbsent(one, (key) -> new ConcurrentHashMap<>())
			.computeIfAbsent(other, (key) -> making.apply(one, key));
	}

}
