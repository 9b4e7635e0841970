package io.ddprofiling.jfr;

import java.time.Instant;

import io.ddprofiling.jfr.ChunkThreads.SampledThread;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.store.Chunk;

/**
 * The live objects a chunk of async-profiler's ends with: those that have survived a
 * garbage collection. The others may be garbage already.
 */
final class LiveObjects {

	private final ChunkClock clock;

	private final ChunkStacks stacks;

	private final ChunkLabels labels;

	private final ProfileBuilder builder;

	private final SampleWeights weights;

	private final long collected;

	LiveObjects(Chunk chunk, ChunkClock clock, ChunkStacks stacks, ChunkLabels labels, ProfileBuilder builder) {
		this.clock = clock;
		this.stacks = stacks;
		this.labels = labels;
		this.builder = builder;
		this.weights = SampleWeights.ofAllocations(chunk.rates().interval(ProfileType.LIVE_HEAP));
		this.collected = EventRange.epochNanos((chunk.collected() != null) ? chunk.collected() : Instant.EPOCH);
	}

	void add(ChunkEvents object) {
		SampledThread thread = this.labels.thread(object.tid);
		if (thread.leftOut() || this.clock.epochNanos(object.allocated) >= this.collected) {
			return;
		}
		int stack = this.stacks.stack(object.stack);
		if (stack != ChunkStacks.OWN) {
			this.builder.add(stack, this.labels.labels(thread, object.classId, ChunkWork.NONE), ProfileType.LIVE_HEAP,
					this.weights.count(object.size), this.weights.total(object.size));
		}
	}

}
