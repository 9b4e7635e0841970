package io.ddprofiling.jfr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import io.ddprofiling.chunk.EventTypes;
import io.ddprofiling.chunk.Numbers;
import io.ddprofiling.jfr.ChunkThreads.SampledThread;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import one.jfr.JfrReader;

/**
 * Copies the samples of a chunk that a filter wants, and that are of a window, to a chunk
 * of its own: those that a profile of the same would have. Events that tell of the JVM,
 * lists of live objects and all tables stay.
 *
 * @see <a href=
 * "https://github.com/openjdk/jdk/blob/master/src/jdk.jfr/share/classes/jdk/jfr/internal/consumer/ChunkHeader.java">the
 * JDK's reader of chunks</a>
 */
final class ChunkExtract {

	private static final int HEADER = 68;

	private static final int SIZE_OFFSET = 8;

	private static final int CHECKPOINT_OFFSET = 16;

	private static final int METADATA_OFFSET = 24;

	private static final int CHECKPOINT = 1;

	private final ByteBuffer in;

	private final ByteArrayOutputStream out;

	private final Map<Integer, Integer> moved = new HashMap<>();

	private final ChunkWork work;

	private final long wallInterval;

	private final Map<Long, EventLayout> layouts;

	private final ChunkThreads threads;

	private final ChunkClock clock;

	private final EventRange range;

	private final OwnStacks own;

	private ChunkExtract(Chunk chunk, TimeWindow window, SampleFilter filter) throws IOException {
		this.in = chunk.read();
		this.out = new ByteArrayOutputStream(this.in.limit() / 2);
		this.range = EventRange.of(chunk, window);
		this.work = ChunkWork.read(chunk, filter);
		this.wallInterval = chunk.rates().interval(ProfileType.WALL);
		JfrReader reader = new JfrReader(this.in.duplicate());
		this.layouts = EventLayout.of(EventTypes.ids(this.in), reader);
		Symbols symbols = new Symbols();
		JfrTables tables = new JfrTables(reader, symbols);
		this.clock = tables.clock();
		this.threads = new ChunkThreads(tables, this.work);
		this.own = new OwnStacks(tables, new OwnClasses(symbols));
	}

	/**
	 * Copies what is wanted.
	 * @param chunk the chunk
	 * @param window the time of the samples to copy
	 * @param filter the samples to copy
	 * @return the bytes of the new chunk
	 * @throws IOException if the chunk cannot be read
	 */
	static byte[] of(Chunk chunk, TimeWindow window, SampleFilter filter) throws IOException {
		try {
			return new ChunkExtract(chunk, window, filter).copy();
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			// a broken chunk can claim any size
			throw new IOException("The chunk " + chunk.sequence() + " of the recording is broken", ex);
		}
	}

	private byte[] copy() {
		this.out.write(this.in.array(), 0, HEADER);
		for (int next = HEADER; next < this.in.limit();) {
			this.in.position(next);
			int from = next;
			next = end(from, readNumber());
			this.moved.put(from, this.out.size());
			long type = readNumber();
			EventLayout layout = this.layouts.get(type);
			if (type == CHECKPOINT) {
				copyCheckpoint(from, next);
			}
			else if (layout != null) {
				copyEvent(layout, type, from, next);
			}
			else {
				copyIf(true, from, next);
			}
		}
		byte[] bytes = this.out.toByteArray();
		ByteBuffer header = ByteBuffer.wrap(bytes);
		header.putLong(SIZE_OFFSET, bytes.length);
		for (int offset : new int[] { CHECKPOINT_OFFSET, METADATA_OFFSET }) {
			header.putLong(offset, this.moved.getOrDefault((int) header.getLong(offset), 0));
		}
		return bytes;
	}

	// a file system that lost power has zeros where an event should be
	private int end(int from, long size) {
		if (size <= 0 || size > this.in.limit() - from) {
			throw new IllegalStateException("There is no event at " + from);
		}
		return from + (int) size;
	}

	// the tables are found by way of the last, each telling how far off the one before is
	private void copyCheckpoint(int from, int to) {
		long start = readNumber();
		long duration = readNumber();
		int distance = (int) readNumber();
		int before = this.moved.getOrDefault(from + distance, 0);
		Numbers head = new Numbers().add(CHECKPOINT)
			.add(start)
			.add(duration)
			.add((distance == 0) ? 0 : before - this.out.size());
		write(head, this.in.position(), to);
	}

	private void copyEvent(EventLayout layout, long type, int from, int to) {
		long[] numbers = new long[Math.max(layout.thread(), layout.stack()) + 1];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = readNumber();
		}
		long time = numbers[0];
		SampledThread thread = this.threads.thread((int) numbers[layout.thread()]);
		if (thread.leftOut() || layout.stack() != EventLayout.NONE && this.own.isOwn(numbers[layout.stack()])) {
			return;
		}
		switch (layout.kind()) {
			case WALL_CLOCK -> copyWall(type, numbers, thread, from, to);
			case EVENT -> copyIf(isInside(time + (layout.duration() ? numbers[1] : 0))
					&& this.work.wants(this.threads.work(thread, time)), from, to);
			case OBJECT -> copyIf(!this.work.filter().isAboutWork(), from, to);
		}
	}

	private boolean isInside(long ticks) {
		return this.range.contains(this.clock.epochNanos(ticks));
	}

	private void copyIf(boolean wanted, int from, int to) {
		if (wanted) {
			this.out.write(this.in.array(), from, to - from);
		}
	}

	private void copyWall(long type, long[] numbers, SampledThread thread, int from, int to) {
		long time = numbers[0];
		long state = readNumber();
		int samples = (int) readNumber();
		long first = this.clock.epochNanos(time);
		int begin = (int) Math.min(samples, WallBatch.before(this.range.from(), first, this.wallInterval));
		int end = (int) Math.min(samples, WallBatch.before(this.range.to(), first, this.wallInterval));
		int wanted = wanted(new WallBatch(this.work.nanoTime(this.clock, time), samples, this.wallInterval), thread,
				begin, end);
		if (wanted == samples) {
			copyIf(true, from, to);
		}
		else if (wanted > 0) {
			Numbers event = new Numbers().add(type)
				.add(time + this.clock.ticks(begin * this.wallInterval))
				.add(numbers[1])
				.add(numbers[2])
				.add(state)
				.add(wanted);
			if (this.in.position() < to) {
				event.add(readNumber() * wanted / samples);
			}
			write(event, to, to);
		}
	}

	private int wanted(WallBatch batch, SampledThread thread, int begin, int end) {
		ThreadTimeline timeline = thread.timeline();
		if (timeline == null) {
			return this.work.wants(ChunkWork.NONE) ? end - begin : 0;
		}
		int wanted = 0;
		int done = begin;
		while (done < end) {
			int next = Math.min(end, batch.end(this.work, timeline, done));
			wanted += this.work.wants(this.work.at(timeline, batch.nanoTime(done))) ? next - done : 0;
			done = next;
		}
		return wanted;
	}

	private void write(Numbers head, int from, int to) {
		int rest = head.size() + to - from;
		int size = rest + 1;
		while (Numbers.length(size) + rest != size) {
			size = rest + Numbers.length(size);
		}
		this.out.writeBytes(new Numbers().add(size).toByteArray());
		this.out.writeBytes(head.toByteArray());
		this.out.write(this.in.array(), from, to - from);
	}

	private long readNumber() {
		return Numbers.read(this.in);
	}

}
