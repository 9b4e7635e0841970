package io.ddprofiling.jfr;

import java.io.IOException;

import io.ddprofiling.jfr.ChunkEvents.Kind;
import io.ddprofiling.store.Chunk;

/**
 * Adds the live objects of a chunk that is not read otherwise to a profile.
 */
final class LiveHeapReader implements Reading {

	private final Chunk chunk;

	private final SharedTables shared;

	private final ChunkWork work;

	LiveHeapReader(Chunk chunk, SharedTables shared, ChunkWork work) {
		this.chunk = chunk;
		this.shared = shared;
		this.work = work;
	}

	@Override
	public void read() throws IOException {
		AsyncProfilerChunk content = this.shared.open(this.chunk.read());
		ChunkPools pools = this.shared.pools(content);
		LiveObjects objects = new LiveObjects(this.chunk, content.clock(), this.shared.stacks(pools),
				new ChunkLabels(pools, this.shared, this.work), this.shared.builder());
		ChunkEvents event = new ChunkEvents(content);
		for (Kind kind = event.next(); kind != null; kind = event.next()) {
			if (kind == Kind.LIVE_OBJECT) {
				objects.add(event);
			}
		}
	}

}
