package io.ddprofiling.jfr;

import java.util.HashMap;
import java.util.Map;

import io.ddprofiling.profile.ProfileBuilder;
import one.jfr.JfrReader;
import one.jfr.StackTrace;

/**
 * The stacks of exceptions' constructors, cut off above the one of the exception's own
 * class: what a stack begins with is {@code Throwable.<init>}, called by
 * {@code Exception.<init>} and so on down to the class that was created.
 */
final class ThrownStacks {

	private static final String CONSTRUCTOR = "<init>";

	private final ChunkStacks stacks;

	private final JfrReader reader;

	private final Map<Integer, Thrown> known = new HashMap<>();

	ThrownStacks(JfrReader reader, ProfileBuilder builder) {
		this.stacks = new ChunkStacks(reader, builder);
		this.reader = reader;
	}

	Thrown thrown(int stackTraceId) {
		return this.known.computeIfAbsent(stackTraceId, this::find);
	}

	private Thrown find(int stackTraceId) {
		StackTrace trace = this.reader.stackTraces.get(stackTraceId);
		int own = (trace != null) ? ownConstructor(trace) : 0;
		String type = (trace != null && own < trace.methods.length) ? className(trace, own) : "";
		return new Thrown(this.stacks.stack(stackTraceId, own), type);
	}

	// An exception created in the constructor of something else is followed by that
	// constructor, so that only the class itself tells where the exception's own end.
	private int ownConstructor(StackTrace trace) {
		int own = 0;
		for (int i = 0; i < trace.methods.length && CONSTRUCTOR.equals(this.stacks.methodName(trace, i)); i++) {
			if (!ThrowableClasses.isThrowable(className(trace, i))) {
				break;
			}
			own = i;
		}
		return own;
	}

	private String className(StackTrace trace, int frame) {
		return this.stacks.className(trace, frame);
	}

	/**
	 * An exception.
	 *
	 * @param stack the number of its stack
	 * @param type the name of its class, empty if not known
	 */
	record Thrown(int stack, String type) {

	}

}
