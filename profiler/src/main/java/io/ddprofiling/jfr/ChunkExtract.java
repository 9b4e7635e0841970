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
import io.ddprofiling.store.Chunk;
import one.jfr.JfrReader;

/**
 * Copies the events of a chunk that a filter wants to a chunk of its own. Events without
 * a stack, which tell of the JVM, and all tables stay.
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

	private final JfrReader reader;

	private final Map<Long, EventLayout> layouts;

	private final ChunkThreads threads;

	private final ChunkClock clock;

	private ChunkExtract(Chunk chunk, SampleFilter filter) throws IOException {
		this.in = chunk.read();
		this.out = new ByteArrayOutputStream(this.in.limit() / 2);
		this.work = ChunkWork.read(chunk, filter);
		this.wallInterval = chunk.rates().interval(ProfileType.WALL);
		this.reader = new JfrReader(this.in.duplicate());
		this.layouts = EventLayout.of(EventTypes.ids(this.in), this.reader);
		this.threads = new ChunkThreads(new JfrTables(this.reader, new Symbols()), this.work);
		this.clock = ChunkClock.of(this.reader);
	}

	/**
	 * Copies what is wanted.
	 * @param chunk the chunk
	 * @param filter the samples to copy
	 * @return the bytes of the new chunk
	 * @throws IOException if the chunk cannot be read
	 */
	static byte[] of(Chunk chunk, SampleFilter filter) throws IOException {
		try {
			return new ChunkExtract(chunk, filter).copy();
		}
		catch (RuntimeException ex) {
			throw new IOException("The chunk " + chunk.sequence() + " of the recording is broken", ex);
		}
	}

	private byte[] copy() {
		this.out.write(this.in.array(), 0, HEADER);
		for (int next = HEADER; next < this.in.limit();) {
			this.in.position(next);
			int from = next;
			next += (int) readNumber();
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
		long time = readNumber();
		for (int skipped = 1; skipped < layout.thread(); skipped++) {
			readNumber();
		}
		int tid = (int) readNumber();
		SampledThread thread = this.threads.thread(tid);
		if (thread.leftOut()) {
			return;
		}
		switch (layout.kind()) {
			case WALL_CLOCK -> copyWall(type, time, thread, from, to);
			case EVENT -> copyIf(this.work.wants(this.threads.work(thread, time)), from, to);
			case OBJECT -> copyIf(!this.work.filter().isAboutWork(), from, to);
		}
	}

	private void copyIf(boolean wanted, int from, int to) {
		if (wanted) {
			this.out.write(this.in.array(), from, to - from);
		}
	}

	private void copyWall(long type, long time, SampledThread thread, int from, int to) {
		long stack = readNumber();
		long state = readNumber();
		int samples = (int) readNumber();
		int wanted = wanted(new WallBatch(this.work.nanoTime(this.clock, time), samples, this.wallInterval), thread);
		if (wanted == samples) {
			this.out.write(this.in.array(), from, to - from);
		}
		else if (wanted > 0) {
			Numbers event = new Numbers().add(type).add(time).add(thread.tid()).add(stack).add(state).add(wanted);
			if (this.in.position() < to) {
				event.add(readNumber() * wanted / samples);
			}
			write(event, to, to);
		}
	}

	private int wanted(WallBatch batch, SampledThread thread) {
		ThreadTimeline timeline = thread.timeline();
		if (timeline == null) {
			return this.work.wants(ChunkWork.NONE) ? batch.samples() : 0;
		}
		int wanted = 0;
		int done = 0;
		while (done < batch.samples()) {
			int end = batch.end(this.work, timeline, done);
			wanted += this.work.wants(this.work.at(timeline, batch.nanoTime(done))) ? end - done : 0;
			done = end;
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
