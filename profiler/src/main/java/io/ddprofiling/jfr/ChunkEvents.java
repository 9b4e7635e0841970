package io.ddprofiling.jfr;

import io.ddprofiling.chunk.ByteCursor;
import io.ddprofiling.chunk.EventTypes;
import org.jspecify.annotations.Nullable;

/**
 * The events of a chunk of async-profiler's, one after the other. What the present one
 * does not tell is left of those before it.
 */
final class ChunkEvents {

	long time;

	long duration;

	int tid;

	long stack;

	int state;

	int samples;

	int classId;

	long size;

	/**
	 * Of the allocation buffer, 0 if it was not a new one.
	 */
	long buffer;

	/**
	 * When an object that lives was allocated.
	 */
	long allocated;

	private final ByteCursor in;

	private final int end;

	private final @Nullable Kind[] kinds;

	private int following = AsyncProfilerChunk.HEADER;

	ChunkEvents(AsyncProfilerChunk chunk) {
		this.in = chunk.cursor();
		this.end = chunk.end();
		this.kinds = kinds(chunk.types());
	}

	private static @Nullable Kind[] kinds(EventTypes types) {
		@Nullable Kind[] kinds = new Kind[types.size()];
		for (Kind kind : Kind.values()) {
			for (String name : kind.names) {
				if (types.id(name) >= 0) {
					kinds[(int) types.id(name)] = kind;
				}
			}
		}
		return kinds;
	}

	/**
	 * Goes on to the next event that is a sample.
	 * @return what it is, {@code null} if there are no more
	 */
	@Nullable Kind next() {
		while (this.following < this.end) {
			this.in.position(this.following);
			int size = this.in.integer();
			if (size <= 0) {
				throw new IllegalStateException("There is no event at " + this.following);
			}
			this.following += size;
			long type = this.in.number();
			Kind kind = (type >= 0 && type < this.kinds.length) ? this.kinds[(int) type] : null;
			if (kind != null) {
				read(kind);
				return kind;
			}
		}
		return null;
	}

	private void read(Kind kind) {
		this.time = this.in.number();
		if (kind.lasts) {
			this.duration = this.in.number();
		}
		this.tid = this.in.integer();
		this.stack = this.in.number();
		switch (kind) {
			case EXECUTION -> readState();
			case WALL_CLOCK -> readWallClock();
			case ALLOCATION -> readAllocation();
			case ALLOCATION_WITH_BUFFER -> {
				readAllocation();
				this.buffer = this.in.number();
			}
			case LIVE_OBJECT -> {
				readAllocation();
				this.allocated = this.in.number();
			}
			case LOCK -> readClass();
			case NATIVE_MEMORY -> readBlock();
			case NATIVE_LOCK -> {
			}
		}
	}

	private void readState() {
		this.state = this.in.integer();
	}

	private void readClass() {
		this.classId = this.in.integer();
	}

	private void readWallClock() {
		readState();
		this.samples = this.in.integer();
	}

	private void readAllocation() {
		readClass();
		this.size = this.in.number();
		this.buffer = 0;
	}

	// after its address
	private void readBlock() {
		this.in.skipNumbers(1);
		this.size = this.in.number();
	}

	/**
	 * What an event tells.
	 */
	enum Kind {

		/**
		 * That a thread ran.
		 */
		EXECUTION(false, "jdk.ExecutionSample", "jdk.NativeMethodSample"),

		/**
		 * What a thread did for some time.
		 */
		WALL_CLOCK(false, "profiler.WallClockSample"),

		/**
		 * That an object was allocated.
		 */
		ALLOCATION(false, "jdk.ObjectAllocationOutsideTLAB", "jdk.ObjectAllocationSample"),

		/**
		 * That an object was allocated in a new buffer.
		 */
		ALLOCATION_WITH_BUFFER(false, "jdk.ObjectAllocationInNewTLAB"),

		/**
		 * That an object lives.
		 */
		LIVE_OBJECT(false, "profiler.LiveObject"),

		/**
		 * That a thread waited for a lock.
		 */
		LOCK(true, "jdk.JavaMonitorEnter", "jdk.ThreadPark"),

		/**
		 * That a thread waited for a lock of native code.
		 */
		NATIVE_LOCK(true, "profiler.NativeLock"),

		/**
		 * That native memory was allocated.
		 */
		NATIVE_MEMORY(false, "profiler.Malloc");

		private final boolean lasts;

		private final String[] names;

		Kind(boolean lasts, String... names) {
			this.lasts = lasts;
			this.names = names;
		}

	}

}
