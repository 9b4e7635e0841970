package io.ddprofiling.jfr;

import java.io.IOException;
import java.util.List;

import io.ddprofiling.jfr.ChunkEvents.Kind;
import io.ddprofiling.jfr.ChunkThreads.SampledThread;
import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;

/**
 * Adds the exceptions recorded beside a chunk to a profile. Each sample stands for the
 * same share of those that were thrown.
 */
final class ExceptionReader implements Reading {

	private final Chunk chunk;

	private final ExceptionRecording recording;

	private final EventRange range;

	private final SharedTables shared;

	private final ProfileBuilder builder;

	private final ChunkWork work;

	ExceptionReader(Chunk chunk, ExceptionRecording recording, TimeWindow window, SharedTables shared, ChunkWork work) {
		this.chunk = chunk;
		this.recording = recording;
		this.range = EventRange.of(chunk, window);
		this.shared = shared;
		this.builder = shared.builder();
		this.work = work;
	}

	@Override
	public void read() throws IOException {
		AsyncProfilerChunk content = this.shared.open(this.chunk.read(this.recording));
		long samples = count(content);
		if (samples > 0) {
			add(content, samples);
		}
		else if (this.range.containsAll() && this.work.filter().equals(SampleFilter.ALL)) {
			addUnsampled();
		}
	}

	private static long count(AsyncProfilerChunk content) {
		ChunkEvents event = new ChunkEvents(content);
		long samples = 0;
		for (Kind kind = event.next(); kind != null; kind = event.next()) {
			samples += (kind == Kind.EXECUTION) ? 1 : 0;
		}
		return samples;
	}

	// the stacks of a second can be used up when a recording begins in it
	private void addUnsampled() {
		int[] frames = { this.builder.frame(this.builder.function("[not sampled]", ""), 0) };
		this.builder.add(this.builder.stack(frames, 1), this.builder.labels(List.of()), ProfileType.EXCEPTION,
				this.recording.thrown(), this.recording.thrown());
	}

	private void add(AsyncProfilerChunk content, long samples) {
		ChunkPools pools = this.shared.pools(content);
		ThrownStacks stacks = new ThrownStacks(pools, this.shared);
		ChunkLabels labels = new ChunkLabels(pools, this.shared, this.work);
		ChunkEvents event = new ChunkEvents(content);
		long seen = 0;
		long counted = 0;
		for (Kind kind = event.next(); kind != null; kind = event.next()) {
			if (kind == Kind.EXECUTION) {
				// shares of a whole number that add up to it
				long share = this.recording.thrown() * ++seen / samples - counted;
				counted += share;
				add(event, content.clock().epochNanos(event.time), share, stacks, labels);
			}
		}
	}

	private void add(ChunkEvents event, long time, long share, ThrownStacks stacks, ChunkLabels labels) {
		SampledThread thread = labels.thread(event.tid);
		if (!this.range.contains(time) || thread.leftOut()) {
			return;
		}
		ThrownStacks.Thrown thrown = stacks.thrown(event.stack);
		int present = labels.work(thread, event.time);
		if (thrown.stack() != ChunkStacks.OWN && this.work.wants(present)) {
			this.builder.add(thrown.stack(), labels.ofException(thread, thrown.type(), present), ProfileType.EXCEPTION,
					share, share, this.range.inChunk(time));
		}
	}

}
