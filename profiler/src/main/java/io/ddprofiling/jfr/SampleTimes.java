package io.ddprofiling.jfr;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.ddprofiling.jfr.ChunkEvents.Kind;
import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.span.SpanJournal.SampledTimes;
import io.ddprofiling.store.Chunk;
import one.jfr.JfrReader;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When each thread was sampled in a chunk. The chunk is read when somebody asks; if it
 * cannot be read, every answer is that there was a sample.
 *
 * @since 0.1.0
 */
public final class SampleTimes implements SampledTimes {

	private static final Logger logger = LoggerFactory.getLogger(SampleTimes.class);

	/**
	 * How far a time may be off that was computed by way of the wall clock.
	 */
	private static final long TOLERANCE_NANOS = 50_000_000;

	private final Chunk chunk;

	private final Map<Long, Times> threads = new HashMap<>();

	private final NanoTimes times;

	private long tolerance;

	private @Nullable Boolean known;

	/**
	 * Creates times of a chunk.
	 * @param chunk the chunk
	 */
	public SampleTimes(Chunk chunk) {
		this.chunk = chunk;
		this.times = NanoTimes.of(chunk, EventRange.epochNanos(Instant.now()), System.nanoTime());
	}

	@Override
	public boolean any(long thread, long from, long to) {
		if (this.known == null) {
			this.known = read();
		}
		if (!this.known) {
			return true;
		}
		Times times = this.threads.get(thread);
		return times != null && times.any(from - this.tolerance, to + this.tolerance);
	}

	private boolean read() {
		try {
			switch (this.chunk.rates().sampler()) {
				case ASYNC_PROFILER -> read(new AsyncProfilerChunk(this.chunk.read(), null));
				case FLIGHT_RECORDER -> readFlightRecorder();
			}
			for (ExceptionRecording exceptions : this.chunk.exceptions()) {
				read(new AsyncProfilerChunk(this.chunk.read(exceptions), null));
			}
			this.threads.values().forEach(Times::sort);
			return true;
		}
		catch (IOException | RuntimeException | OutOfMemoryError ex) {
			// a broken chunk can claim any size
			logger.debug("Spans are kept without regard to samples", ex);
			return false;
		}
	}

	private void read(AsyncProfilerChunk content) {
		ChunkPools pools = new ChunkPools(new Symbols());
		pools.openThreads(content);
		ChunkClock clock = withClock(content.clock());
		Map<Integer, Times> byTid = new HashMap<>();
		ChunkEvents event = new ChunkEvents(content);
		for (Kind kind = event.next(); kind != null; kind = event.next()) {
			Times moments = byTid.computeIfAbsent(event.tid, (tid) -> times(pools.javaId(tid)));
			add(moments, this.times.of(clock, event.time), (kind == Kind.WALL_CLOCK) ? event.samples : 1);
			if (kind == Kind.LOCK) {
				moments.add(this.times.of(clock, event.time + event.duration));
			}
		}
	}

	private void readFlightRecorder() throws IOException {
		try (JfrReader reader = new JfrReader(this.chunk.read())) {
			JdkEvents.register(reader);
			ChunkClock clock = withClock(ChunkClock.of(reader));
			for (Event event = reader.readEvent(); event != null; event = reader.readEvent()) {
				Long thread = reader.javaThreads.get(event.tid);
				Times moments = times((thread != null) ? thread : 0);
				moments.add(this.times.of(clock, event.time));
				if (event instanceof ContendedLock lock) {
					moments.add(this.times.of(clock, lock.time + lock.duration));
				}
			}
		}
	}

	private ChunkClock withClock(ChunkClock clock) {
		if (!this.times.isExact(clock)) {
			this.tolerance = TOLERANCE_NANOS;
		}
		return clock;
	}

	// of 0 are all threads that are none of Java's
	private Times times(long thread) {
		return this.threads.computeIfAbsent(thread, (key) -> new Times());
	}

	private void add(Times moments, long first, int samples) {
		long interval = this.chunk.rates().interval(ProfileType.WALL);
		for (int i = 0; i < samples; i++) {
			moments.add(first + i * interval);
		}
	}

	/**
	 * Moments of one thread.
	 */
	private static final class Times {

		private long[] moments = new long[16];

		private int size;

		void add(long moment) {
			if (this.size == this.moments.length) {
				this.moments = Arrays.copyOf(this.moments, this.size * 2);
			}
			this.moments[this.size++] = moment;
		}

		void sort() {
			Arrays.sort(this.moments, 0, this.size);
		}

		boolean any(long from, long to) {
			int position = Arrays.binarySearch(this.moments, 0, this.size, from);
			int next = (position >= 0) ? position : -position - 1;
			return next < this.size && this.moments[next] <= to;
		}

	}

}
