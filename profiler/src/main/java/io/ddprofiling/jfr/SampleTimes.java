package io.ddprofiling.jfr;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.span.SpanJournal.SampledTimes;
import io.ddprofiling.store.Chunk;
import one.jfr.JfrReader;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;
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
			read(new JfrReader(this.chunk.read()));
			for (ExceptionRecording exceptions : this.chunk.exceptions()) {
				read(new JfrReader(this.chunk.read(exceptions)));
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

	private void read(JfrReader opened) throws IOException {
		try (JfrReader reader = opened) {
			JdkEvents.register(reader);
			ChunkClock clock = ChunkClock.of(reader);
			if (!this.times.isExact(clock)) {
				this.tolerance = TOLERANCE_NANOS;
			}
			for (Event event = reader.readEvent(); event != null; event = reader.readEvent()) {
				Long thread = reader.javaThreads.get(event.tid);
				if (thread != null && thread > 0) {
					add(clock, event, this.threads.computeIfAbsent(thread, (key) -> new Times()));
				}
			}
		}
	}

	private void add(ChunkClock clock, Event event, Times moments) {
		int samples = (event instanceof ExecutionSample sample) ? Math.max(1, sample.samples) : 1;
		long interval = this.chunk.rates().interval(ProfileType.WALL);
		long first = this.times.of(clock, event.time);
		for (int i = 0; i < samples; i++) {
			moments.add(first + i * interval);
		}
		if (event instanceof ContendedLock lock) {
			moments.add(this.times.of(clock, lock.time + lock.duration));
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
