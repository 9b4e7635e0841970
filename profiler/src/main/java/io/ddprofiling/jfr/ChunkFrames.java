package io.ddprofiling.jfr;

import java.util.Arrays;

import io.ddprofiling.profile.LongIntMap;
import io.ddprofiling.profile.Sampler;

/**
 * The frames of a chunk's stacks: methods with a line, entered into the profile when the
 * first sample refers to them.
 */
final class ChunkFrames {

	/**
	 * From this frame type on async-profiler's frames are native, C++ or kernel symbols.
	 */
	private static final int FIRST_NATIVE_TYPE = 3;

	private static final int LAST_NATIVE_TYPE = 5;

	private static final int UNSEEN = -1;

	private static final int LINE_BITS = 16;

	private static final int LINE_MASK = (1 << LINE_BITS) - 1;

	private final SharedTables shared;

	private final int firstNativeType;

	private final ChunkMethods methods;

	private final LongIntMap places = new LongIntMap();

	/**
	 * Positions of methods, by place.
	 */
	private int[] placeMethods = new int[1024];

	/**
	 * Numbers of frames, or {@link #UNSEEN}, by place.
	 */
	private int[] placeFrames = new int[1024];

	private int[] placeLines = new int[1024];

	ChunkFrames(SharedTables shared, Sampler sampler) {
		this.shared = shared;
		this.methods = new ChunkMethods(shared);
		// the JDK's are all of Java methods; those that are native have a class, too
		this.firstNativeType = (sampler == Sampler.ASYNC_PROFILER) ? FIRST_NATIVE_TYPE : Integer.MAX_VALUE;
	}

	/**
	 * Goes on to another chunk.
	 * @param tables what its events refer to
	 * @return {@code false} if all frames were forgotten, because there are other methods
	 */
	boolean open(ChunkTables tables) {
		boolean same = this.methods.open(tables);
		if (!same) {
			this.places.clear();
		}
		return same;
	}

	int place(StackFrames stack, int index) {
		boolean symbol = isNative(stack.types[index]);
		int line = symbol ? 0 : stack.lines[index] & LINE_MASK;
		long key = stack.methods[index] << LINE_BITS | line;
		int place = this.places.get(key);
		return (place != LongIntMap.ABSENT) ? place
				: add(key, this.methods.position(stack.methods[index], symbol), line);
	}

	private int add(long key, int method, int line) {
		int place = this.places.size();
		this.places.put(key, place);
		if (place == this.placeFrames.length) {
			this.placeFrames = Arrays.copyOf(this.placeFrames, place * 2);
			this.placeMethods = Arrays.copyOf(this.placeMethods, place * 2);
			this.placeLines = Arrays.copyOf(this.placeLines, place * 2);
		}
		this.placeMethods[place] = method;
		this.placeLines[place] = line;
		this.placeFrames[place] = UNSEEN;
		return place;
	}

	boolean isOwn(int place) {
		return this.placeFrames[place] == UNSEEN && this.methods.isOwn(this.placeMethods[place]);
	}

	int frame(int place) {
		if (this.placeFrames[place] == UNSEEN) {
			this.placeFrames[place] = this.shared.builder()
				.frame(this.methods.function(this.placeMethods[place]), this.placeLines[place]);
		}
		return this.placeFrames[place];
	}

	private boolean isNative(byte type) {
		return type >= this.firstNativeType && type <= LAST_NATIVE_TYPE;
	}

}
