package io.ddprofiling.jfr;

import one.jfr.ClassRef;
import one.jfr.JfrReader;
import one.jfr.MethodRef;
import one.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a chunk of the Flight Recorder's, as {@link JfrReader} knows them.
 */
final class JfrTables implements ChunkTables {

	private final JfrReader reader;

	private final Symbols symbols;

	private final ChunkClock clock;

	JfrTables(JfrReader reader, Symbols symbols) {
		this.reader = reader;
		this.symbols = symbols;
		this.clock = ChunkClock.of(reader);
	}

	@Override
	public ChunkClock clock() {
		return this.clock;
	}

	@Override
	public boolean stack(long id, StackFrames frames) {
		StackTrace stack = this.reader.stackTraces.get(id);
		if (stack == null || stack.methods.length == 0) {
			return false;
		}
		frames.begin(stack.methods.length);
		for (int i = 0; i < frames.depth; i++) {
			frames.methods[i] = stack.methods[i];
			frames.types[i] = stack.types[i];
			// the lower half is the index of the bytecode
			frames.lines[i] = stack.locations[i] >>> 16;
		}
		return true;
	}

	@Override
	public int methodName(long id) {
		MethodRef method = this.reader.methods.get(id);
		return (method != null) ? symbol(method.name) : Symbols.NONE;
	}

	@Override
	public int methodClass(long id) {
		MethodRef method = this.reader.methods.get(id);
		return (method != null) ? className(method.cls) : Symbols.NONE;
	}

	@Override
	public boolean isMethod(long id, int className, int methodName) {
		return this.reader.methods.get(id) == null || methodClass(id) == className && methodName(id) == methodName;
	}

	@Override
	public int className(long id) {
		ClassRef type = this.reader.classes.get(id);
		return (type != null) ? symbol(type.name) : Symbols.NONE;
	}

	@Override
	public @Nullable String threadName(int tid) {
		return this.reader.threads.get(tid);
	}

	@Override
	public long javaId(int tid) {
		Long javaId = this.reader.javaThreads.get(tid);
		return (javaId != null) ? javaId : 0;
	}

	private int symbol(long id) {
		byte[] symbol = this.reader.symbols.get(id);
		return (symbol != null) ? this.symbols.number(symbol, 0, symbol.length) : Symbols.NONE;
	}

}
