package io.ddprofiling.jfr;

import java.io.IOException;

import io.ddprofiling.jfr.ChunkEvents.Kind;
import io.ddprofiling.jfr.ChunkThreads.SampledThread;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * Adds the events of one chunk of async-profiler's to a profile.
 */
final class ChunkReader implements Reading {

	private final Chunk chunk;

	private final SharedTables shared;

	private final EventRange range;

	private final ChunkWork work;

	private final boolean withLiveHeap;

	ChunkReader(Chunk chunk, TimeWindow window, SharedTables shared, ChunkWork work, boolean withLiveHeap) {
		this.chunk = chunk;
		this.shared = shared;
		this.work = work;
		this.range = EventRange.of(chunk, window);
		this.withLiveHeap = withLiveHeap;
	}

	@Override
	public void read() throws IOException {
		AsyncProfilerChunk content = this.shared.open(this.chunk.read());
		new Samples(content).add();
	}

	/**
	 * The events of the chunk, with the tables they refer to.
	 */
	private final class Samples {

		private final ProfileBuilder builder = ChunkReader.this.shared.builder();

		private final ChunkWork work = ChunkReader.this.work;

		private final EventRange range = ChunkReader.this.range;

		private final ChunkEvents event;

		private final ChunkClock clock;

		private final ChunkStacks stacks;

		private final ChunkLabels labels;

		private final @Nullable LiveObjects liveObjects;

		private final long cpuInterval;

		private final long wallInterval;

		private final SampleWeights allocations;

		private final SampleWeights locks;

		private final SampleWeights nativeLocks;

		private final SampleWeights nativeMemory;

		private final int cpuState;

		private final int sleepingState;

		Samples(AsyncProfilerChunk content) {
			ChunkPools pools = ChunkReader.this.shared.pools(content);
			this.event = new ChunkEvents(content);
			this.clock = content.clock();
			this.stacks = ChunkReader.this.shared.stacks(pools);
			this.labels = new ChunkLabels(pools, ChunkReader.this.shared, this.work);
			this.liveObjects = ChunkReader.this.withLiveHeap
					? new LiveObjects(ChunkReader.this.chunk, this.clock, this.stacks, this.labels, this.builder)
					: null;
			SamplingRates rates = ChunkReader.this.chunk.rates();
			this.cpuInterval = rates.interval(ProfileType.CPU);
			this.wallInterval = rates.interval(ProfileType.WALL);
			this.allocations = SampleWeights.ofAllocations(rates.interval(ProfileType.ALLOCATION));
			this.locks = SampleWeights.regular(rates.interval(ProfileType.LOCK));
			this.nativeLocks = SampleWeights.regular(rates.interval(ProfileType.NATIVE_LOCK));
			this.nativeMemory = SampleWeights.regular(rates.interval(ProfileType.NATIVE_MEMORY));
			// async-profiler gives CPU samples no thread state, wall-clock samples always
			// one
			this.cpuState = pools.state("STATE_DEFAULT");
			this.sleepingState = pools.state("STATE_SLEEPING");
		}

		void add() {
			for (Kind kind = this.event.next(); kind != null; kind = this.event.next()) {
				add(kind);
			}
		}

		private void add(Kind kind) {
			switch (kind) {
				case EXECUTION -> addExecution(1);
				case WALL_CLOCK -> addExecution(this.event.samples);
				case ALLOCATION,
						ALLOCATION_WITH_BUFFER ->
					add(ProfileType.ALLOCATION, this.event.time, this.event.classId,
							this.allocations.count(this.event.size, this.event.buffer),
							this.allocations.total(this.event.size, this.event.buffer));
				case LOCK -> addWait(ProfileType.LOCK, this.event.classId, this.locks);
				case NATIVE_LOCK -> addWait(ProfileType.NATIVE_LOCK, 0, this.nativeLocks);
				case NATIVE_MEMORY -> add(ProfileType.NATIVE_MEMORY, this.event.time, 0,
						this.nativeMemory.count(this.event.size), this.nativeMemory.total(this.event.size));
				case LIVE_OBJECT -> {
					if (this.liveObjects != null) {
						this.liveObjects.add(this.event);
					}
				}
			}
		}

		private void addWait(ProfileType type, int classId, SampleWeights weights) {
			long duration = this.clock.nanos(this.event.duration);
			add(type, this.event.time + this.event.duration, classId, weights.count(duration), weights.total(duration));
		}

		private void addExecution(int samples) {
			if (this.event.state == this.cpuState) {
				add(ProfileType.CPU, this.event.time, 0, 1, this.cpuInterval);
			}
			else {
				addWall(samples);
			}
		}

		private void addWall(int samples) {
			SampledThread thread = this.labels.thread(this.event.tid);
			ThreadTimeline timeline = thread.timeline();
			if (timeline == null) {
				addWall(thread, 0, samples, ChunkWork.NONE);
				return;
			}
			WallBatch batch = new WallBatch(this.work.nanoTime(this.clock, this.event.time), samples,
					this.wallInterval);
			int done = 0;
			while (done < samples) {
				int present = this.work.at(timeline, batch.nanoTime(done));
				int end = batch.end(this.work, timeline, done);
				addWall(thread, done, end, present);
				done = end;
			}
		}

		private void addWall(SampledThread thread, int from, int to, int present) {
			long first = this.clock.epochNanos(this.event.time);
			long inside = samplesInside(first, from, to);
			int done = from;
			while (inside > 0 && done < to) {
				long now = this.range.inChunk(first + done * this.wallInterval);
				long change = this.builder.nextTime(now);
				int end = (change >= this.range.end()) ? to
						: (int) Math.min(to, Math.max(done + 1, WallBatch.before(change, first, this.wallInterval)));
				long samples = samplesInside(first, done, end);
				if (samples > 0) {
					add(thread, ProfileType.WALL, 0, samples, samples * this.wallInterval, present, now);
				}
				done = end;
			}
			addSleep(thread, present, inside * this.wallInterval);
		}

		private void addSleep(SampledThread thread, int present, long nanos) {
			if (nanos > 0 && present != ChunkWork.NONE && this.event.state == this.sleepingState) {
				Endpoint endpoint = this.work.work(present).endpoint();
				if (endpoint != null && this.work.wants(present) && !thread.leftOut()) {
					this.builder.waited(endpoint, nanos);
				}
			}
		}

		private void add(ProfileType type, long ticks, int classId, long count, long value) {
			long time = this.clock.epochNanos(ticks);
			if (this.range.contains(time)) {
				SampledThread thread = this.labels.thread(this.event.tid);
				add(thread, type, classId, count, value, this.labels.work(thread, this.event.time),
						this.range.inChunk(time));
			}
		}

		private void add(SampledThread thread, ProfileType type, int classId, long count, long value, int present,
				long time) {
			if (!this.builder.collects(type) || thread.leftOut() || !this.work.wants(present)) {
				return;
			}
			int stack = this.stacks.stack(this.event.stack);
			if (stack != ChunkStacks.OWN) {
				this.builder.add(stack, this.labels.labels(thread, classId, present), type, count, value, time);
			}
		}

		// One event holds all samples of a thread that stayed idle, and begins with the
		// first: it may have begun long before the window.
		private long samplesInside(long first, int from, int to) {
			return this.range.containsAll() ? to - from : samplesInside(first, to) - samplesInside(first, from);
		}

		private long samplesInside(long first, int samples) {
			return Math.min(samples, WallBatch.before(this.range.to(), first, this.wallInterval))
					- Math.min(samples, WallBatch.before(this.range.from(), first, this.wallInterval));
		}

	}

}
