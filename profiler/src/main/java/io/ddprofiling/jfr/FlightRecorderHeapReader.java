package io.ddprofiling.jfr;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.jfr.ChunkThreads.SampledThread;
import io.ddprofiling.jfr.JdkEvents.OldObjectSample;
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

	private final SharedTables shared;

	private final ChunkWork work;

	FlightRecorderHeapReader(Chunk chunk, SharedTables shared, ChunkWork work) {
		this.chunk = chunk;
		this.shared = shared;
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
			JfrTables tables = new JfrTables(reader, this.shared.symbols());
			ChunkStacks stacks = new ChunkStacks(this.shared, Sampler.FLIGHT_RECORDER);
			stacks.open(tables);
			add(survivors, stacks, new ChunkLabels(tables, this.shared, this.work, Sampler.FLIGHT_RECORDER));
		}
	}

	private void add(List<OldObjectSample> survivors, ChunkStacks stacks, ChunkLabels labels) {
		// each knows what was in use when it was allocated
		long heap = survivors.stream().mapToLong((object) -> object.heapUsage).max().orElse(0);
		for (OldObjectSample object : survivors) {
			SampledThread thread = labels.thread(object.tid);
			int stack = thread.leftOut() ? ChunkStacks.OWN : stacks.stack(object.stackTraceId);
			if (stack != ChunkStacks.OWN) {
				this.shared.builder()
					.add(stack, labels.labels(thread, 0, ChunkWork.NONE), ProfileType.LIVE_HEAP, 1,
							heap / survivors.size());
			}
		}
	}

	private static OldObjectSample next(JfrReader reader) throws IOException {
		return reader.readEvent(OldObjectSample.class);
	}

}
