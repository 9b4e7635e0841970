package io.ddprofiling.jfr;

import java.io.IOException;
import java.util.List;

import io.ddprofiling.jfr.ChunkThreads.SampledThread;
import io.ddprofiling.jfr.JdkEvents.ExceptionStatistics;
import io.ddprofiling.jfr.JdkEvents.ExceptionThrow;
import io.ddprofiling.jfr.JdkEvents.SamplesLost;
import io.ddprofiling.jfr.JdkEvents.Transfer;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.Sampler;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import one.jfr.JfrReader;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;

/**
 * Adds the events of one chunk of the Flight Recorder's to a profile. They say themselves
 * what they stand for, but for CPU samples and exceptions.
 */
final class FlightRecorderReader implements Reading {

	private final Chunk chunk;

	private final SharedTables shared;

	private final ProfileBuilder builder;

	private final EventRange range;

	private final ChunkWork work;

	FlightRecorderReader(Chunk chunk, TimeWindow window, SharedTables shared, ChunkWork work) {
		this.chunk = chunk;
		this.shared = shared;
		this.builder = shared.builder();
		this.work = work;
		this.range = EventRange.of(chunk, window);
	}

	@Override
	public void read() throws IOException {
		try (JfrReader reader = new JfrReader(this.chunk.read())) {
			JdkEvents.register(reader);
			Samples samples = new Samples(reader);
			for (Event event = reader.readEvent(); event != null; event = reader.readEvent()) {
				samples.add(event);
			}
			samples.addExceptions();
		}
	}

	/**
	 * The events of the chunk, with the tables they refer to.
	 */
	private final class Samples {

		private final JfrReader reader;

		private final ChunkStacks stacks;

		private final ChunkLabels labels;

		private final LibraryLocks locks;

		private final ExceptionSamples exceptions = new ExceptionSamples();

		private final long cpuInterval;

		Samples(JfrReader reader) {
			this.reader = reader;
			SharedTables shared = FlightRecorderReader.this.shared;
			JfrTables tables = new JfrTables(reader, shared.symbols());
			this.stacks = new ChunkStacks(shared, Sampler.FLIGHT_RECORDER);
			this.stacks.open(tables);
			this.labels = new ChunkLabels(tables, shared, FlightRecorderReader.this.work, Sampler.FLIGHT_RECORDER);
			this.locks = new LibraryLocks(reader);
			this.cpuInterval = FlightRecorderReader.this.chunk.rates().interval(ProfileType.CPU);
		}

		void add(Event event) {
			if (event instanceof ExecutionSample sample) {
				add(sample, ProfileType.CPU, sample.time, 0, 1, this.cpuInterval);
			}
			else if (event instanceof SamplesLost lost) {
				add(lost, ProfileType.CPU, lost.time, 0, lost.samples, lost.samples * this.cpuInterval);
			}
			else if (event instanceof AllocationSample sample) {
				add(sample, ProfileType.ALLOCATION, sample.time, sample.classId, 1, sample.allocationSize);
			}
			else if (event instanceof ContendedLock lock) {
				if (!this.locks.isOtherPark(lock)) {
					add(lock, ProfileType.LOCK, lock.time + lock.duration, lock.classId, 1, nanos(lock.duration));
				}
			}
			else if (event instanceof Transfer transfer) {
				add(transfer, ProfileType.IO, transfer.time + transfer.duration, 0, 1, nanos(transfer.duration));
			}
			else if (event instanceof ExceptionThrow thrown) {
				this.exceptions.add(thrown);
			}
			else if (event instanceof ExceptionStatistics statistics) {
				this.exceptions.add(statistics);
			}
		}

		// when all are known
		void addExceptions() {
			List<ExceptionThrow> samples = this.exceptions.samples();
			for (int i = 0; i < samples.size(); i++) {
				ExceptionThrow sample = samples.get(i);
				long count = this.exceptions.count(i);
				SampledThread thread = this.labels.thread(sample.tid);
				int stack = thread.leftOut() ? ChunkStacks.OWN : this.stacks.stack(sample.stackTraceId);
				int present = this.labels.work(thread, sample.time);
				long time = this.reader.eventTimeToNanos(sample.time);
				if (FlightRecorderReader.this.range.contains(time) && stack != ChunkStacks.OWN
						&& FlightRecorderReader.this.work.wants(present)) {
					FlightRecorderReader.this.builder.add(stack,
							this.labels.ofException(thread, sample.classId, present), ProfileType.EXCEPTION, count,
							count, FlightRecorderReader.this.range.inChunk(time));
				}
			}
			if (samples.isEmpty() && this.exceptions.total() > 0 && FlightRecorderReader.this.range.containsAll()
					&& FlightRecorderReader.this.work.filter().equals(SampleFilter.ALL)) {
				addUnsampled(this.exceptions.total());
			}
		}

		private void addUnsampled(long count) {
			ProfileBuilder builder = FlightRecorderReader.this.builder;
			int[] frames = { builder.frame(builder.function("[not sampled]", ""), 0) };
			builder.add(builder.stack(frames, 1), builder.labels(List.of()), ProfileType.EXCEPTION, count, count);
		}

		private void add(Event event, ProfileType type, long ticks, int classId, long count, long value) {
			long time = this.reader.eventTimeToNanos(ticks);
			SampledThread thread = this.labels.thread(event.tid);
			if (FlightRecorderReader.this.builder.collects(type) && FlightRecorderReader.this.range.contains(time)
					&& !thread.leftOut()) {
				int stack = this.stacks.stack(event.stackTraceId);
				int present = this.labels.work(thread, event.time);
				if (stack != ChunkStacks.OWN && FlightRecorderReader.this.work.wants(present)) {
					FlightRecorderReader.this.builder.add(stack, this.labels.labels(thread, classId, present), type,
							count, value, FlightRecorderReader.this.range.inChunk(time));
					addWait(type, present, value);
				}
			}
		}

		// it does not sample elapsed time, but tells of waits one by one
		private void addWait(ProfileType type, int present, long nanos) {
			Endpoint endpoint = FlightRecorderReader.this.work.work(present).endpoint();
			if (endpoint != null && (type == ProfileType.LOCK || type == ProfileType.IO)) {
				FlightRecorderReader.this.builder.waited(endpoint, nanos);
			}
		}

		private long nanos(long ticks) {
			return Math.round(ticks * this.reader.nanosPerTick);
		}

	}

}
