package io.ddprofiling.jfr;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.ddprofiling.profile.LongIntMap;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.Sampler;
import one.jfr.ClassRef;
import one.jfr.JfrReader;
import one.jfr.MethodRef;
import one.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * The stacks of a chunk, entered into the profile when the first sample refers to them.
 */
final class ChunkStacks {

	/**
	 * From this frame type on async-profiler's frames are native, C++ or kernel symbols.
	 */
	private static final int FIRST_NATIVE_TYPE = 3;

	private static final int LAST_NATIVE_TYPE = 5;

	/**
	 * Stands for every stack that passes through the profiler itself.
	 */
	static final int OWN = Integer.MAX_VALUE;

	private final JfrReader reader;

	private final ProfileBuilder builder;

	private final LongIntMap stackIds = new LongIntMap();

	private final LongIntMap functionIds = new LongIntMap();

	private final int firstNativeType;

	private final OwnStacks own;

	private int[] frames = new int[128];

	ChunkStacks(JfrReader reader, ProfileBuilder builder) {
		this(reader, builder, Sampler.ASYNC_PROFILER);
	}

	ChunkStacks(JfrReader reader, ProfileBuilder builder, Sampler sampler) {
		this.reader = reader;
		this.builder = builder;
		this.own = new OwnStacks(reader);
		// the JDK's are all of Java methods; those that are native have a class, too
		this.firstNativeType = (sampler == Sampler.ASYNC_PROFILER) ? FIRST_NATIVE_TYPE : Integer.MAX_VALUE;
	}

	// or OWN
	int stack(int stackTraceId) {
		int id = this.stackIds.get(stackTraceId);
		if (id == LongIntMap.ABSENT) {
			id = stack(stackTraceId, 0);
			this.stackIds.put(stackTraceId, id);
		}
		return id;
	}

	// without the first frames, the leaves
	int stack(int stackTraceId, int skipped) {
		return enter(this.reader.stackTraces.get(stackTraceId), skipped);
	}

	String methodName(StackTrace stack, int frame) {
		MethodRef method = this.reader.methods.get(stack.methods[frame]);
		return (method != null) ? text(this.reader.symbols.get(method.name)) : "";
	}

	String className(StackTrace stack, int frame) {
		return this.own.className(stack.methods[frame]);
	}

	private int enter(@Nullable StackTrace stack, int skipped) {
		if (stack == null || stack.methods.length == 0) {
			this.frames[0] = this.builder.frame(this.builder.function("[unknown]", ""), 0);
			return this.builder.stack(this.frames, 1);
		}
		if (this.own.isOwn(stack)) {
			return OWN;
		}
		int depth = stack.methods.length - skipped;
		if (depth > this.frames.length) {
			this.frames = Arrays.copyOf(this.frames, depth * 2);
		}
		for (int i = 0; i < depth; i++) {
			// the upper half of a location is the line, the lower the bytecode index
			int frame = i + skipped;
			int line = isNative(stack.types[frame]) ? 0 : stack.locations[frame] >>> 16;
			this.frames[i] = this.builder.frame(function(stack.methods[frame], stack.types[frame]), line);
		}
		return this.builder.stack(this.frames, depth);
	}

	private int function(long methodId, byte type) {
		int id = this.functionIds.get(methodId);
		if (id == LongIntMap.ABSENT) {
			id = enterFunction(this.reader.methods.get(methodId), type);
			this.functionIds.put(methodId, id);
		}
		return id;
	}

	private int enterFunction(@Nullable MethodRef method, byte type) {
		if (method == null) {
			return this.builder.function("[unknown]", "");
		}
		String name = text(this.reader.symbols.get(method.name));
		ClassRef owner = this.reader.classes.get(method.cls);
		byte[] symbol = (owner != null) ? this.reader.symbols.get(owner.name) : null;
		if (symbol == null || symbol.length == 0 || isNative(type)) {
			return this.builder.function(name.isEmpty() ? "[unknown]" : FrameNames.nativeName(name), "");
		}
		String className = FrameNames.className(symbol);
		return this.builder.function(className + "." + FrameNames.methodName(name), FrameNames.file(className));
	}

	private boolean isNative(byte type) {
		return type >= this.firstNativeType && type <= LAST_NATIVE_TYPE;
	}

	private static String text(byte @Nullable [] symbol) {
		return (symbol != null) ? new String(symbol, StandardCharsets.UTF_8) : "";
	}

}
