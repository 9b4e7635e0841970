package io.ddprofiling.jfr;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.ddprofiling.chunk.ByteCursor;
import io.ddprofiling.chunk.EventTypes;
import io.ddprofiling.chunk.EventTypes.Field;
import io.ddprofiling.profile.LongIntMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a chunk of async-profiler's. Of a constant only its position is kept: a
 * chunk has all stacks since its file was begun, few of which it refers to.
 */
final class ChunkPools implements ChunkTables {

	private static final int POOLS_OFFSET = 16;

	private static final int NUMBERS_OF_METHOD = 5;

	private static final int NUMBERS_OF_FRAME = 3;

	private ByteCursor in = new ByteCursor(new byte[0]);

	private long textType;

	private final Symbols names;

	private ChunkClock clock = ChunkClock.NONE;

	private final LongIntMap stacks = new LongIntMap();

	private final LongIntMap methods = new LongIntMap();

	private final LongIntMap classes = new LongIntMap();

	private final LongIntMap symbols = new LongIntMap();

	private final LongIntMap threads = new LongIntMap();

	private final Map<String, Integer> states = new HashMap<>();

	ChunkPools(Symbols names) {
		this.names = names;
	}

	/**
	 * Goes on to another chunk.
	 * @param chunk the chunk
	 */
	void open(AsyncProfilerChunk chunk) {
		open(chunk, false);
	}

	/**
	 * Goes on to another chunk of which only the threads are asked for. They are among
	 * its first tables.
	 * @param chunk the chunk
	 */
	void openThreads(AsyncProfilerChunk chunk) {
		open(chunk, true);
	}

	private void open(AsyncProfilerChunk chunk, boolean threadsOnly) {
		for (LongIntMap pool : List.of(this.stacks, this.methods, this.classes, this.symbols, this.threads)) {
			pool.clear();
		}
		this.states.clear();
		this.in = chunk.cursor();
		this.clock = chunk.clock();
		this.textType = chunk.types().id("java.lang.String");
		readCheckpoints(chunk.header(POOLS_OFFSET), chunk.types(), threadsOnly);
	}

	// the last comes first, each tells how far off the one before is
	private void readCheckpoints(long last, EventTypes types, boolean threadsOnly) {
		long position = last;
		long distance;
		do {
			this.in.position(Math.toIntExact(position));
			distance = readCheckpoint(types, threadsOnly);
			position += distance;
		}
		while (distance < 0);
	}

	private long readCheckpoint(EventTypes types, boolean threadsOnly) {
		// size, type, start and duration
		this.in.skipNumbers(4);
		long distance = this.in.number();
		this.in.skipNumbers(1);
		int read = this.threads.size();
		for (int left = this.in.count(); left > 0 && !(threadsOnly && this.threads.size() > read); left--) {
			readPool(types.type(this.in.number()));
		}
		return distance;
	}

	private void readPool(EventTypes.Type type) {
		int count = this.in.count();
		switch (type.name()) {
			case "jdk.types.StackTrace" -> readStacks(count);
			case "jdk.types.Method" -> readNumbers(this.methods, count, NUMBERS_OF_METHOD);
			case "java.lang.Class" -> readNumbers(this.classes, count, type.fields().size());
			case "jdk.types.Symbol" -> readSymbols(count);
			case "jdk.types.ThreadState" -> readStates(count);
			case "java.lang.Thread" -> readOthers(this.threads, count, type.fields());
			case "java.lang.String" -> readTexts(count);
			default -> readOthers(null, count, type.fields());
		}
	}

	private void readStacks(int count) {
		for (int i = 0; i < count; i++) {
			put(this.stacks, this.in.number());
			this.in.skipNumbers(1);
			skipFrames();
		}
	}

	private void skipFrames() {
		for (int left = this.in.count(); left > 0; left--) {
			this.in.skipNumbers(NUMBERS_OF_FRAME);
			this.in.next();
		}
	}

	private void readNumbers(LongIntMap pool, int count, int numbers) {
		for (int i = 0; i < count; i++) {
			put(pool, this.in.number());
			this.in.skipNumbers(numbers);
		}
	}

	private void readSymbols(int count) {
		for (int i = 0; i < count; i++) {
			put(this.symbols, this.in.number());
			this.in.next();
			this.in.skip(this.in.count());
		}
	}

	private void readStates(int count) {
		for (int i = 0; i < count; i++) {
			int id = this.in.integer();
			String name = this.in.text();
			if (name != null) {
				this.states.put(name, id);
			}
		}
	}

	private void readTexts(int count) {
		for (int i = 0; i < count; i++) {
			this.in.skipNumbers(1);
			this.in.skipText();
		}
	}

	private void readOthers(@Nullable LongIntMap pool, int count, List<Field> fields) {
		for (int i = 0; i < count; i++) {
			long id = this.in.number();
			if (pool != null) {
				put(pool, id);
			}
			for (Field field : fields) {
				if (field.constant() || field.type() != this.textType) {
					this.in.skipNumbers(1);
				}
				else {
					this.in.skipText();
				}
			}
		}
	}

	private void put(LongIntMap pool, long id) {
		pool.put(id, this.in.position());
	}

	/**
	 * The number of a thread state.
	 * @param name its name
	 * @return the number, negative if the chunk has no such state
	 */
	int state(String name) {
		return this.states.getOrDefault(name, -1);
	}

	@Override
	public ChunkClock clock() {
		return this.clock;
	}

	@Override
	public boolean stack(long id, StackFrames frames) {
		if (!find(this.stacks, id)) {
			return false;
		}
		// whether it is truncated
		this.in.skipNumbers(1);
		int start = this.in.position();
		skipFrames();
		int end = this.in.position();
		this.in.position(start);
		frames.bytes(this.in, end);
		return end > start + 1;
	}

	@Override
	public int methodName(long id) {
		if (!find(this.methods, id)) {
			return Symbols.NONE;
		}
		this.in.skipNumbers(1);
		return symbol(this.in.number());
	}

	@Override
	public int methodClass(long id) {
		return find(this.methods, id) ? className(this.in.number()) : Symbols.NONE;
	}

	@Override
	public boolean isMethod(long id, int className, int methodName) {
		if (!find(this.methods, id)) {
			return true;
		}
		long type = this.in.number();
		long name = this.in.number();
		return isSymbol(methodName, name) && isSymbol(className, symbolOfClass(type));
	}

	private boolean isSymbol(int name, long id) {
		if (!find(this.symbols, id)) {
			return name == Symbols.NONE;
		}
		this.in.next();
		int length = this.in.count();
		return this.names.is(name, this.in.bytes(), this.in.position(), length);
	}

	@Override
	public int className(long id) {
		return symbol(symbolOfClass(id));
	}

	private long symbolOfClass(long id) {
		if (!find(this.classes, id)) {
			return -1;
		}
		// the class loader
		this.in.skipNumbers(1);
		return this.in.number();
	}

	private int symbol(long id) {
		if (!find(this.symbols, id)) {
			return Symbols.NONE;
		}
		this.in.next();
		int length = this.in.count();
		return this.names.number(this.in.bytes(), this.in.position(), length);
	}

	@Override
	public @Nullable String threadName(int tid) {
		if (!find(this.threads, tid)) {
			return null;
		}
		String osName = this.in.text();
		this.in.skipNumbers(1);
		String javaName = this.in.text();
		return (javaName != null) ? javaName : osName;
	}

	@Override
	public long javaId(int tid) {
		if (!find(this.threads, tid)) {
			return 0;
		}
		this.in.skipText();
		this.in.skipNumbers(1);
		this.in.skipText();
		return this.in.number();
	}

	private boolean find(LongIntMap pool, long id) {
		int position = (id >= 0) ? pool.get(id) : LongIntMap.ABSENT;
		this.in.position(Math.max(0, position));
		return position != LongIntMap.ABSENT;
	}

}
