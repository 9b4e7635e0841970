package io.ddprofiling.jfr;

import java.util.Arrays;

import io.ddprofiling.profile.LongIntMap;
import org.jspecify.annotations.Nullable;

/**
 * The methods of a chunk's stacks. Another chunk of the same recording has the same
 * numbers for them, which is not promised: what is remembered is compared.
 */
final class ChunkMethods {

	private static final int UNSEEN = -1;

	private final SharedTables shared;

	private @Nullable ChunkTables tables;

	private final LongIntMap positions = new LongIntMap();

	private long[] ids = new long[1024];

	private int[] classNames = new int[1024];

	private int[] names = new int[1024];

	private int[] functions = new int[1024];

	private boolean[] symbols = new boolean[1024];

	ChunkMethods(SharedTables shared) {
		this.shared = shared;
	}

	/**
	 * Goes on to another chunk.
	 * @param next what its events refer to
	 * @return {@code false} if there are other methods, for which all were forgotten
	 */
	boolean open(ChunkTables next) {
		this.tables = next;
		for (int i = 0; i < this.positions.size(); i++) {
			if (!next.isMethod(this.ids[i], this.classNames[i], this.names[i])) {
				this.positions.clear();
				return false;
			}
		}
		return true;
	}

	int position(long method, boolean symbol) {
		int position = this.positions.get(method);
		if (position == LongIntMap.ABSENT) {
			position = this.positions.size();
			this.positions.put(method, position);
			if (position == this.ids.length) {
				grow(position * 2);
			}
			this.ids[position] = method;
			this.classNames[position] = (this.tables != null) ? this.tables.methodClass(method) : Symbols.NONE;
			this.names[position] = (this.tables != null) ? this.tables.methodName(method) : Symbols.NONE;
			this.functions[position] = UNSEEN;
			this.symbols[position] = symbol;
		}
		return position;
	}

	private void grow(int length) {
		this.ids = Arrays.copyOf(this.ids, length);
		this.classNames = Arrays.copyOf(this.classNames, length);
		this.names = Arrays.copyOf(this.names, length);
		this.functions = Arrays.copyOf(this.functions, length);
		this.symbols = Arrays.copyOf(this.symbols, length);
	}

	boolean isOwn(int position) {
		return this.shared.isOwn(this.classNames[position]);
	}

	int function(int position) {
		if (this.functions[position] == UNSEEN) {
			boolean symbol = this.symbols[position];
			int className = symbol ? Symbols.NONE : this.classNames[position];
			this.functions[position] = this.shared.function(className, this.names[position]);
		}
		return this.functions[position];
	}

}
