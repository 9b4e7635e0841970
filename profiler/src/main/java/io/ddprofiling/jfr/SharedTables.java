package io.ddprofiling.jfr;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.ddprofiling.chunk.EventTypes;
import io.ddprofiling.profile.LongIntMap;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * What the chunks of one profile have in common: types of events, names, functions.
 */
final class SharedTables {

	private final ProfileBuilder builder;

	private final Symbols symbols = new Symbols();

	private final LongIntMap functions = new LongIntMap();

	private final OwnClasses ownClasses = new OwnClasses(this.symbols);

	private @Nullable EventTypes types;

	private final ChunkPools pools = new ChunkPools(this.symbols);

	private final ChunkStacks stacks;

	private final ChunkStacks thrown;

	SharedTables(ProfileBuilder builder) {
		this.builder = builder;
		this.stacks = new ChunkStacks(this, Sampler.ASYNC_PROFILER);
		this.thrown = new ChunkStacks(this, Sampler.ASYNC_PROFILER);
	}

	ProfileBuilder builder() {
		return this.builder;
	}

	Symbols symbols() {
		return this.symbols;
	}

	AsyncProfilerChunk open(ByteBuffer content) throws IOException {
		AsyncProfilerChunk chunk = new AsyncProfilerChunk(content, this.types);
		this.types = chunk.types();
		return chunk;
	}

	// those of the chunk before cannot be used any more
	ChunkPools pools(AsyncProfilerChunk chunk) {
		this.pools.open(chunk);
		return this.pools;
	}

	ChunkStacks stacks(ChunkTables tables) {
		this.stacks.open(tables);
		return this.stacks;
	}

	// of exceptions, which a recording of their own tells of
	ChunkStacks thrownStacks(ChunkTables tables) {
		this.thrown.open(tables);
		return this.thrown;
	}

	boolean isOwn(int className) {
		return this.ownClasses.isOwn(className);
	}

	// without a class it is native
	int function(int className, int methodName) {
		long key = ((long) className << 32) | methodName;
		int id = this.functions.get(key);
		if (id == LongIntMap.ABSENT) {
			id = (className != Symbols.NONE) ? javaFunction(className, methodName) : nativeFunction(methodName);
			this.functions.put(key, id);
		}
		return id;
	}

	private int javaFunction(int className, int methodName) {
		String owner = this.symbols.className(className);
		return this.builder.function(owner + "." + FrameNames.methodName(this.symbols.text(methodName)),
				FrameNames.file(owner));
	}

	private int nativeFunction(int name) {
		return this.builder.function(
				(name != Symbols.NONE) ? FrameNames.nativeName(this.symbols.text(name)) : ChunkStacks.UNKNOWN, "");
	}

}
