package io.ddprofiling.jfr;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.jfr.JdkEvents.OldObjectSample;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Sampler;
import io.ddprofiling.store.Chunk;
import one.jfr.JfrReader;

/**
 * Adds the live objects of a chunk of the Flight Recorder's to a profile. They tell where
 * objects come from that live on, and little about how many: each of those that survived
 * a garbage collection is given the same part of the heap.
 */
final class FlightRecorderHeapReader implements Reading {

	private final Chunk chunk;

	private final ProfileBuilder builder;

	private final ChunkWork work;

	FlightRecorderHeapReader(Chunk chunk, ProfileBuilder builder, ChunkWork work) {
		this.chunk = chunk;
		this.builder = builder;
		this.work = work;
	}

	@Override
	public void read() throws IOException {
		Instant collected = (this.chunk.collected() != null) ? this.chunk.collected() : Instant.EPOCH;
		long before = EventRange.epochNanos(collected);
		try (JfrReader reader = new JfrReader(this.chunk.read())) {
			JdkEvents.register(reader);
			List<OldObjectSample> survivors = new ArrayList<>();
			for (OldObjectSample object = next(reader); object != null; object = next(reader)) {
				if (reader.eventTimeToNanos(object.allocationTime) < before) {
					survivors.add(object);
				}
			}
			add(survivors, new ChunkStacks(reader, this.builder, Sampler.FLIGHT_RECORDER),
					new ChunkLabels(reader, this.builder, this.work, Sampler.FLIGHT_RECORDER));
		}
	}

	private void add(List<OldObjectSample> survivors, ChunkStacks stacks, ChunkLabels labels) {
		// each knows what was in use when it was allocated
		long heap = survivors.stream().mapToLong((object) -> object.heapUsage).max().orElse(0);
		for (OldObjectSample object : survivors) {
			int stack = labels.isLeftOut(object.tid) ? ChunkStacks.OWN : stacks.stack(object.stackTraceId);
			if (stack != ChunkStacks.OWN) {
				this.builder.add(stack, labels.labels(object.tid, 0, ChunkWork.NONE), ProfileType.LIVE_HEAP, 1,
						heap / survivors.size());
			}
		}
	}

	private static OldObjectSample next(JfrReader reader) throws IOException {
		return reader.readEvent(OldObjectSample.class);
	}

}
