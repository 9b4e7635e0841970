package io.ddprofiling.jfr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import one.jfr.JfrReader;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;

/**
 * Adds the exceptions recorded beside a chunk to a profile. Each sample stands for the
 * same share of those that were thrown.
 */
final class ExceptionReader implements Reading {

	private final Chunk chunk;

	private final ExceptionRecording recording;

	private final EventRange range;

	private final ProfileBuilder builder;

	private final ChunkWork work;

	ExceptionReader(Chunk chunk, ExceptionRecording recording, TimeWindow window, ProfileBuilder builder,
			ChunkWork work) {
		this.chunk = chunk;
		this.recording = recording;
		this.range = EventRange.of(chunk, window);
		this.builder = builder;
		this.work = work;
	}

	@Override
	public void read() throws IOException {
		try (JfrReader reader = new JfrReader(this.chunk.read(this.recording))) {
			List<ExecutionSample> samples = new ArrayList<>();
			for (Event event = reader.readEvent(); event != null; event = reader.readEvent()) {
				if (event instanceof ExecutionSample sample) {
					samples.add(sample);
				}
			}
			add(samples, reader);
			if (samples.isEmpty() && this.range.containsAll() && this.work.filter().equals(SampleFilter.ALL)) {
				addUnsampled();
			}
		}
	}

	// the stacks of a second can be used up when a recording begins in it
	private void addUnsampled() {
		int[] frames = { this.builder.frame(this.builder.function("[not sampled]", ""), 0) };
		this.builder.add(this.builder.stack(frames, 1), this.builder.labels(List.of()), ProfileType.EXCEPTION,
				this.recording.thrown(), this.recording.thrown());
	}

	private void add(List<ExecutionSample> samples, JfrReader reader) {
		ThrownStacks stacks = new ThrownStacks(reader, this.builder);
		ChunkLabels labels = new ChunkLabels(reader, this.builder, this.work);
		long counted = 0;
		for (int i = 0; i < samples.size(); i++) {
			ExecutionSample sample = samples.get(i);
			// shares of a whole number that add up to it
			long share = this.recording.thrown() * (i + 1) / samples.size() - counted;
			counted += share;
			long time = reader.eventTimeToNanos(sample.time);
			if (this.range.contains(time) && !labels.isLeftOut(sample.tid)) {
				ThrownStacks.Thrown thrown = stacks.thrown(sample.stackTraceId);
				int present = labels.work(sample.tid, sample.time);
				if (thrown.stack() != ChunkStacks.OWN && this.work.wants(present)) {
					this.builder.add(thrown.stack(), labels.ofException(sample.tid, thrown.type(), present),
							ProfileType.EXCEPTION, share, share, this.range.inChunk(time));
				}
			}
		}
	}

}
