package io.ddprofiling.jfr;

import java.util.HashMap;
import java.util.Map;

/**
 * The stacks of exceptions' constructors, cut off above the one of the exception's own
 * class: what a stack begins with is {@code Throwable.<init>}, called by
 * {@code Exception.<init>} and so on down to the class that was created.
 */
final class ThrownStacks {

	private static final String CONSTRUCTOR = "<init>";

	private final ChunkTables tables;

	private final ChunkStacks stacks;

	private final SharedTables shared;

	private final StackFrames present = new StackFrames();

	private final Map<Long, Thrown> known = new HashMap<>();

	ThrownStacks(ChunkTables tables, SharedTables shared) {
		this.tables = tables;
		this.stacks = shared.thrownStacks(tables);
		this.shared = shared;
	}

	Thrown thrown(long stackTraceId) {
		return this.known.computeIfAbsent(stackTraceId, this::find);
	}

	private Thrown find(long stackTraceId) {
		if (!this.tables.stack(stackTraceId, this.present)) {
			return new Thrown(this.stacks.unknown(), "");
		}
		this.present.decode();
		int own = ownConstructor();
		return new Thrown(this.stacks.stack(this.present, own), className(own));
	}

	// An exception created in the constructor of something else is followed by that
	// constructor, so that only the class itself tells where the exception's own end.
	private int ownConstructor() {
		int own = 0;
		for (int i = 0; i < this.present.depth && isConstructor(i); i++) {
			if (!ThrowableClasses.isThrowable(className(i))) {
				break;
			}
			own = i;
		}
		return own;
	}

	private boolean isConstructor(int frame) {
		int name = this.tables.methodName(this.present.methods[frame]);
		return name != Symbols.NONE && CONSTRUCTOR.equals(this.shared.symbols().text(name));
	}

	private String className(int frame) {
		int name = this.tables.methodClass(this.present.methods[frame]);
		return (name != Symbols.NONE) ? this.shared.symbols().className(name) : "";
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
