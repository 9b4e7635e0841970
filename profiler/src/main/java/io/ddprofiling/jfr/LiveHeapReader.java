package io.ddprofiling.jfr;

import java.io.IOException;
import java.time.Instant;

import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.store.Chunk;
import one.jfr.JfrReader;
import one.jfr.event.LiveObject;

/**
 * Adds the live objects a chunk ends with to a profile: those that have survived a
 * garbage collection. The others may be garbage already.
 */
final class LiveHeapReader implements Reading {

	private final Chunk chunk;

	private final Instant collected;

	private final ProfileBuilder builder;

	private final ChunkWork work;

	LiveHeapReader(Chunk chunk, ProfileBuilder builder, ChunkWork work) {
		this.chunk = chunk;
		this.collected = (chunk.collected() != null) ? chunk.collected() : Instant.MIN;
		this.builder = builder;
		this.work = work;
	}

	@Override
	public void read() throws IOException {
		long before = EventRange.epochNanos(this.collected);
		SampleWeights weights = SampleWeights.ofAllocations(this.chunk.rates().interval(ProfileType.LIVE_HEAP));
		try (JfrReader reader = new JfrReader(this.chunk.read())) {
			ChunkStacks stacks = new ChunkStacks(reader, this.builder);
			ChunkLabels labels = new ChunkLabels(reader, this.builder, this.work);
			for (LiveObject object = next(reader); object != null; object = next(reader)) {
				int stack = labels.isLeftOut(object.tid) ? ChunkStacks.OWN : stacks.stack(object.stackTraceId);
				if (reader.eventTimeToNanos(object.allocationTime) < before && stack != ChunkStacks.OWN) {
					this.builder.add(stack, labels.labels(object.tid, object.classId, ChunkWork.NONE),
							ProfileType.LIVE_HEAP, weights.count(object.allocationSize),
							weights.total(object.allocationSize));
				}
			}
		}
	}

	private static LiveObject next(JfrReader reader) throws IOException {
		return reader.readEvent(LiveObject.class);
	}

}
