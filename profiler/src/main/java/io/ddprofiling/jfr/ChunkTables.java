package io.ddprofiling.jfr;

import org.jspecify.annotations.Nullable;

/**
 * What the events of a chunk refer to. Names are numbers of a {@link Symbols}.
 */
interface ChunkTables {

	ChunkClock clock();

	/**
	 * Reads a stack.
	 * @param id its number in the chunk
	 * @param frames takes the frames
	 * @return {@code false} if there is no such stack, or nothing in it
	 */
	boolean stack(long id, StackFrames frames);

	/**
	 * The name of a method.
	 * @param id its number in the chunk
	 * @return the name's number, or {@link Symbols#NONE}
	 */
	int methodName(long id);

	/**
	 * The name of a method's class.
	 * @param id the method's number in the chunk
	 * @return the name's number, or {@link Symbols#NONE}
	 */
	int methodClass(long id);

	/**
	 * Whether the chunk has no other method of a number.
	 * @param id the number
	 * @param className the name of its class, or {@link Symbols#NONE}
	 * @param methodName its name, or {@link Symbols#NONE}
	 * @return {@code true} also if the chunk has no method of that number
	 */
	boolean isMethod(long id, int className, int methodName);

	/**
	 * The name of a class.
	 * @param id its number in the chunk
	 * @return the name's number, or {@link Symbols#NONE}
	 */
	int className(long id);

	@Nullable String threadName(int tid);

	/**
	 * The identifier of a Java thread.
	 * @param tid the thread's number in the chunk
	 * @return the identifier, 0 if it is not known
	 */
	long javaId(int tid);

}
