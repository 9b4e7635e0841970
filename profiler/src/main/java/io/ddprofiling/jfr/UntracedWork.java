package io.ddprofiling.jfr;

import java.util.Map;

import io.ddprofiling.span.SpanBlock.Span;
import io.ddprofiling.span.SpanName;
import org.jspecify.annotations.Nullable;

/**
 * What tells work without identifiers from other work. Names and attributes of one block
 * of spans are compared by identity: equal ones that are not the same are only found to
 * be equal later.
 */
final class UntracedWork {

	private final @Nullable SpanName outermost;

	private final @Nullable SpanName innermost;

	private final Map<String, String> outer;

	private final Map<String, String> inner;

	private final boolean complete;

	private UntracedWork(Span outermost, Span innermost) {
		this.outermost = outermost.name();
		this.innermost = innermost.name();
		this.outer = outermost.attributes();
		this.inner = innermost.attributes();
		this.complete = outermost.level() == 0;
	}

	static UntracedWork of(Span outermost, Span innermost) {
		return new UntracedWork(outermost, innermost);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof UntracedWork that && this.outermost == that.outermost
				&& this.innermost == that.innermost && this.outer == that.outer && this.inner == that.inner
				&& this.complete == that.complete;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this.outermost) * 31 + System.identityHashCode(this.innermost)
				+ System.identityHashCode(this.inner);
	}

}
