package io.ddprofiling.jfr;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import one.jfr.JfrReader;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;

/**
 * Adds the events of one chunk to a profile.
 */
final class ChunkReader {

	private final Chunk chunk;

	private final ProfileBuilder builder;

	private final long from;

	private final long to;

	ChunkReader(Chunk chunk, TimeWindow window, ProfileBuilder builder) {
		this.chunk = chunk;
		this.builder = builder;
		boolean whole = window.contains(chunk.window());
		this.from = whole ? Long.MIN_VALUE : epochNanos(window.start());
		this.to = whole ? Long.MAX_VALUE : epochNanos(window.end());
	}

	void read() throws IOException {
		try (JfrReader reader = new JfrReader(this.chunk.read())) {
			this.builder.rates(this.chunk.rates());
			Samples samples = new Samples(reader);
			for (Event event = reader.readEvent(); event != null; event = reader.readEvent()) {
				samples.add(event);
			}
		}
	}

	private static long epochNanos(Instant instant) {
		return ChronoUnit.NANOS.between(Instant.EPOCH, instant);
	}

	/**
	 * The events of the chunk, with the tables they refer to.
	 */
	private final class Samples {

		private final JfrReader reader;

		private final ChunkStacks stacks;

		private final ChunkLabels labels;

		private final SampleWeights weights;

		private final int cpuState;

		Samples(JfrReader reader) {
			this.reader = reader;
			this.stacks = new ChunkStacks(reader, ChunkReader.this.builder);
			this.labels = new ChunkLabels(reader, ChunkReader.this.builder);
			this.weights = new SampleWeights(ChunkReader.this.chunk.rates());
			// async-profiler gives CPU samples no thread state, wall-clock samples always
			// one
			this.cpuState = reader.getEnumKey("jdk.types.ThreadState", "STATE_DEFAULT");
		}

		void add(Event event) {
			if (event instanceof ExecutionSample sample) {
				addExecution(sample);
			}
			else if (event instanceof AllocationSample sample) {
				add(sample, ProfileType.ALLOCATION, sample.time, sample.classId,
						this.weights.objects(sample.allocationSize), this.weights.bytes(sample.allocationSize));
			}
			else if (event instanceof ContendedLock lock) {
				long duration = (long) (lock.duration * this.reader.nanosPerTick);
				add(lock, ProfileType.LOCK, lock.time + lock.duration, lock.classId, this.weights.waits(duration),
						this.weights.delay(duration));
			}
		}

		private void addExecution(ExecutionSample sample) {
			if (sample.threadState == this.cpuState) {
				add(sample, ProfileType.CPU, sample.time, 0, 1, ChunkReader.this.chunk.rates().cpuIntervalNanos());
			}
			else {
				add(sample, ProfileType.WALL, sample.time, 0, sample.samples,
						sample.samples * ChunkReader.this.chunk.rates().wallIntervalNanos());
			}
		}

		private void add(Event event, ProfileType type, long ticks, int classId, long count, long value) {
			if (isInside(ticks) && !this.labels.isOwnThread(event.tid)) {
				int stack = this.stacks.stack(event.stackTraceId);
				int labelSet = this.labels.labels(event.tid, classId);
				ChunkReader.this.builder.add(stack, labelSet, type, count, value);
			}
		}

		private boolean isInside(long ticks) {
			if (ChunkReader.this.from == Long.MIN_VALUE) {
				return true;
			}
			long time = this.reader.eventTimeToNanos(ticks);
			return time >= ChunkReader.this.from && time < ChunkReader.this.to;
		}

	}

}
