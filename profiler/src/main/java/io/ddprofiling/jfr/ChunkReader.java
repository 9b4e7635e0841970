package io.ddprofiling.jfr;

import java.io.IOException;

import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import one.jfr.JfrReader;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;
import one.jfr.event.MallocEvent;
import one.jfr.event.NativeLockEvent;

/**
 * Adds the events of one chunk of async-profiler's to a profile.
 */
final class ChunkReader implements Reading {

	private final Chunk chunk;

	private final ProfileBuilder builder;

	private final EventRange range;

	private final ChunkWork work;

	ChunkReader(Chunk chunk, TimeWindow window, ProfileBuilder builder, ChunkWork work) {
		this.chunk = chunk;
		this.builder = builder;
		this.work = work;
		this.range = EventRange.of(chunk, window);
	}

	@Override
	public void read() throws IOException {
		try (JfrReader reader = new JfrReader(this.chunk.read())) {
			Samples samples = new Samples(reader);
			for (Event event = reader.readEvent(); event != null; event = reader.readEvent()) {
				samples.add(event);
			}
		}
	}

	/**
	 * The events of the chunk, with the tables they refer to.
	 */
	private final class Samples {

		private final JfrReader reader;

		private final ChunkStacks stacks;

		private final ChunkLabels labels;

		private final SampleWeights allocations;

		private final SampleWeights locks;

		private final SampleWeights nativeLocks;

		private final SampleWeights nativeMemory;

		private final int cpuState;

		private final int sleepingState;

		Samples(JfrReader reader) {
			this.reader = reader;
			this.stacks = new ChunkStacks(reader, ChunkReader.this.builder);
			this.labels = new ChunkLabels(reader, ChunkReader.this.builder, ChunkReader.this.work);
			SamplingRates rates = ChunkReader.this.chunk.rates();
			this.allocations = SampleWeights.ofAllocations(rates.interval(ProfileType.ALLOCATION));
			this.locks = SampleWeights.regular(rates.interval(ProfileType.LOCK));
			this.nativeLocks = SampleWeights.regular(rates.interval(ProfileType.NATIVE_LOCK));
			this.nativeMemory = SampleWeights.regular(rates.interval(ProfileType.NATIVE_MEMORY));
			// async-profiler gives CPU samples no thread state, wall-clock samples always
			// one
			this.cpuState = reader.getEnumKey("jdk.types.ThreadState", "STATE_DEFAULT");
			this.sleepingState = reader.getEnumKey("jdk.types.ThreadState", "STATE_SLEEPING");
		}

		void add(Event event) {
			if (event instanceof ExecutionSample sample) {
				addExecution(sample);
			}
			else if (event instanceof AllocationSample sample) {
				add(sample, ProfileType.ALLOCATION, sample.time, sample.classId,
						this.allocations.count(sample.allocationSize, sample.tlabSize),
						this.allocations.total(sample.allocationSize, sample.tlabSize));
			}
			else if (event instanceof ContendedLock lock) {
				long duration = (long) (lock.duration * this.reader.nanosPerTick);
				add(lock, ProfileType.LOCK, lock.time + lock.duration, lock.classId, this.locks.count(duration),
						this.locks.total(duration));
			}
			else if (event instanceof NativeLockEvent lock) {
				long duration = (long) (lock.duration * this.reader.nanosPerTick);
				add(lock, ProfileType.NATIVE_LOCK, lock.time + lock.duration, 0, this.nativeLocks.count(duration),
						this.nativeLocks.total(duration));
			}
			else if (event instanceof MallocEvent block) {
				add(block, ProfileType.NATIVE_MEMORY, block.time, 0, this.nativeMemory.count(block.size),
						this.nativeMemory.total(block.size));
			}
		}

		private void addExecution(ExecutionSample sample) {
			if (sample.threadState == this.cpuState) {
				add(sample, ProfileType.CPU, sample.time, 0, 1,
						ChunkReader.this.chunk.rates().interval(ProfileType.CPU));
			}
			else {
				addWall(sample);
			}
		}

		private void addWall(ExecutionSample sample) {
			long interval = ChunkReader.this.chunk.rates().interval(ProfileType.WALL);
			long first = ChunkReader.this.work.nanoTime(this.reader, sample.time);
			new WallBatch(first, sample.samples, interval).split(ChunkReader.this.work, this.labels.javaId(sample.tid),
					(from, to, present) -> {
						long samples = samplesInside(sample.time, to, interval)
								- samplesInside(sample.time, from, interval);
						if (samples > 0) {
							addWall(sample, from, to, present);
							addWait(sample, present, samples * interval);
						}
					});
		}

		private void addWall(ExecutionSample sample, int from, int to, int present) {
			long interval = ChunkReader.this.chunk.rates().interval(ProfileType.WALL);
			long first = this.reader.eventTimeToNanos(sample.time);
			int done = from;
			while (done < to) {
				long now = ChunkReader.this.range.inChunk(first + done * interval);
				long change = ChunkReader.this.builder.nextTime(now);
				int end = (change >= ChunkReader.this.range.end()) ? to
						: (int) Math.min(to, Math.max(done + 1, WallBatch.before(change, first, interval)));
				long samples = samplesInside(sample.time, end, interval) - samplesInside(sample.time, done, interval);
				if (samples > 0) {
					add(sample, ProfileType.WALL, 0, samples, samples * interval, present, now);
				}
				done = end;
			}
		}

		private void addWait(ExecutionSample sample, int work, long nanos) {
			Endpoint endpoint = ChunkReader.this.work.work(work).endpoint();
			if (endpoint != null && sample.threadState == this.sleepingState && ChunkReader.this.work.wants(work)
					&& !this.labels.isLeftOut(sample.tid)) {
				ChunkReader.this.builder.waited(endpoint, nanos);
			}
		}

		private void add(Event event, ProfileType type, long ticks, int classId, long count, long value) {
			long time = this.reader.eventTimeToNanos(ticks);
			if (ChunkReader.this.range.contains(time)) {
				add(event, type, classId, count, value, this.labels.work(event.tid, event.time),
						ChunkReader.this.range.inChunk(time));
			}
		}

		private void add(Event event, ProfileType type, int classId, long count, long value, int work, long time) {
			if (!ChunkReader.this.builder.collects(type) || !ChunkReader.this.work.wants(work)) {
				return;
			}
			int stack = this.labels.isLeftOut(event.tid) ? ChunkStacks.OWN : this.stacks.stack(event.stackTraceId);
			if (stack != ChunkStacks.OWN) {
				int labelSet = this.labels.labels(event.tid, classId, work);
				ChunkReader.this.builder.add(stack, labelSet, type, count, value, time);
			}
		}

		// One event holds all samples of a thread that stayed idle, and begins with the
		// first: it may have begun long before the window.
		private long samplesInside(long ticks, int samples, long interval) {
			long first = this.reader.eventTimeToNanos(ticks);
			return Math.min(samples, WallBatch.before(ChunkReader.this.range.to(), first, interval))
					- Math.min(samples, WallBatch.before(ChunkReader.this.range.from(), first, interval));
		}

	}

}
