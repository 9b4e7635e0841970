package io.ddprofiling;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.ddprofiling.encode.PprofDialect;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.span.SpanDescription;
import io.ddprofiling.span.SpanSource;
import io.ddprofiling.span.Spans;

/**
 * A stretch of time in which a thread does some work with a name, begun by
 * {@link Profiler#span(String)}. To be closed by the thread that began it; closing it
 * twice, or on another thread, does nothing.
 *
 * @since 0.1.0
 */
public final class ProfilerSpan implements AutoCloseable {

	private static final SpanSource<ProfilerSpan> SOURCE = ProfilerSpan::describe;

	private static final Set<String> RESERVED = Arrays.stream(PprofDialect.values())
		.flatMap((dialect) -> Arrays.stream(LabelKey.values()).map(dialect::name).filter((name) -> name != null))
		.collect(Collectors.toUnmodifiableSet());

	private final String name;

	private final Thread thread = Thread.currentThread();

	private final long begun = Spans.begun();

	private volatile Map<String, String> labels = Map.of();

	private boolean closed;

	ProfilerSpan(String name) {
		this.name = name;
	}

	static ProfilerSpan open(String name) {
		ProfilerSpan span = new ProfilerSpan(name);
		Spans.open(span, SOURCE);
		return span;
	}

	/**
	 * Adds a label to the samples taken in this span. Ten different names are kept in a
	 * process (or those of {@code dd.profiling.context.attributes}), and some thousand
	 * combinations of values: a label is for a tenant or a region, not for an order's
	 * number. A name that the profiler uses itself is ignored.
	 * @param name the label's name
	 * @param value its value, of which 200 characters are kept
	 * @return this span
	 */
	public ProfilerSpan label(String name, String value) {
		if (isAllowed(name)) {
			Map<String, String> changed = new TreeMap<>(this.labels);
			changed.put(name, value);
			this.labels = Collections.unmodifiableMap(changed);
		}
		return this;
	}

	@Override
	public void close() {
		if (!this.closed && Thread.currentThread() == this.thread) {
			this.closed = true;
			Spans.close(this);
			Spans.done(this.name);
			Spans.ended(this.begun, this, SOURCE);
		}
	}

	static boolean isAllowed(String name) {
		return !name.isBlank() && !RESERVED.contains(name);
	}

	private void describe(SpanDescription description) {
		description.task(this.name);
		description.attributes(this.labels);
	}

}
