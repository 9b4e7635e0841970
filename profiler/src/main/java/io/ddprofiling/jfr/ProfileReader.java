package io.ddprofiling.jfr;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.Sampler;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the profile of a window from the chunks that cover it. A chunk that is wholly
 * inside the window is taken as it is, of one at the edge only the events inside. A chunk
 * that cannot be read is left out and counted. Thread safe.
 *
 * @since 0.1.0
 */
public final class ProfileReader {

	private static final Logger logger = LoggerFactory.getLogger(ProfileReader.class);

	private final ReaderCounters counters = new ReaderCounters();

	/**
	 * Creates a reader.
	 */
	public ProfileReader() {
	}

	/**
	 * Reads the profile of a window.
	 * @param chunks the chunks that cover the window, oldest first; those outside it are
	 * left out
	 * @param liveHeap the chunk whose list of live objects belongs to the window, or
	 * {@code null} if there is none
	 * @param window the window
	 * @param types the types to read
	 * @return the profile, empty if nothing was sampled
	 */
	public Profile read(List<Chunk> chunks, @Nullable Chunk liveHeap, TimeWindow window, Set<ProfileType> types) {
		return read(chunks, liveHeap, window, types, SampleFilter.ALL);
	}

	/**
	 * Reads some samples of a window.
	 * @param chunks the chunks that cover the window, oldest first; those outside it are
	 * left out
	 * @param liveHeap the chunk whose list of live objects belongs to the window, or
	 * {@code null} if there is none
	 * @param window the window
	 * @param types the types to read
	 * @param filter the samples to read; live objects belong to no request, and requests
	 * are counted by endpoint only
	 * @return the profile, empty if nothing was sampled
	 */
	public Profile read(List<Chunk> chunks, @Nullable Chunk liveHeap, TimeWindow window, Set<ProfileType> types,
			SampleFilter filter) {
		return read(chunks, liveHeap, window, types, filter, builder(chunks, types));
	}

	/**
	 * Reads some samples of a window, and when they were taken.
	 * @param chunks the chunks that cover the window, oldest first; those outside it are
	 * left out
	 * @param liveHeap the chunk whose list of live objects belongs to the window, or
	 * {@code null} if there is none; the list is of no time
	 * @param window the window
	 * @param types the types to read
	 * @param filter the samples to read
	 * @return the profile with its {@link Profile#timeline()}
	 */
	public Profile readTimed(List<Chunk> chunks, @Nullable Chunk liveHeap, TimeWindow window, Set<ProfileType> types,
			SampleFilter filter) {
		ProfileBuilder builder = builder(chunks, types);
		builder.keepTimes(window);
		return read(chunks, liveHeap, window, types, filter, builder);
	}

	private static ProfileBuilder builder(List<Chunk> chunks, Set<ProfileType> types) {
		SamplingRates rates = chunks.isEmpty() ? SamplingRates.NONE : chunks.get(chunks.size() - 1).rates();
		return new ProfileBuilder(types, rates);
	}

	private Profile read(List<Chunk> chunks, @Nullable Chunk liveHeap, TimeWindow window, Set<ProfileType> types,
			SampleFilter filter, ProfileBuilder builder) {
		long start = System.nanoTime();
		SharedTables shared = new SharedTables(builder);
		Chunk listed = (types.contains(ProfileType.LIVE_HEAP) && !filter.isAboutWork()) ? liveHeap : null;
		if (listed != null && !isReadAnyway(listed, chunks, window)) {
			read(listed, liveHeap(listed, shared, ChunkWork.none(filter)));
		}
		for (Chunk chunk : chunks) {
			if (chunk.window().overlaps(window)) {
				builder.rates(chunk.rates());
				read(chunk, window, types, work(chunk, filter), shared, chunk.equals(listed));
			}
		}
		Profile profile = builder.build(window, recorded(chunks, window));
		this.counters.read(System.nanoTime() - start);
		return profile;
	}

	/**
	 * What this reader has done so far.
	 * @return the counters
	 */
	public ReaderCounters counters() {
		return this.counters;
	}

	private static Duration recorded(List<Chunk> chunks, TimeWindow window) {
		return chunks.stream()
			.map((chunk) -> chunk.window().shared(window))
			.reduce(Duration::plus)
			.filter((shared) -> shared.compareTo(window.duration()) < 0)
			.orElse(window.duration());
	}

	// the Flight Recorder's list is a matter of its own
	private static boolean isReadAnyway(Chunk liveHeap, List<Chunk> chunks, TimeWindow window) {
		return liveHeap.rates().sampler() == Sampler.ASYNC_PROFILER && liveHeap.window().overlaps(window)
				&& chunks.contains(liveHeap);
	}

	private void read(Chunk chunk, TimeWindow window, Set<ProfileType> types, ChunkWork work, SharedTables shared,
			boolean withLiveHeap) {
		addRequests(chunk, window, work, shared.builder());
		read(chunk, events(chunk, window, shared, work, withLiveHeap));
		if (types.contains(ProfileType.EXCEPTION)) {
			chunk.exceptions()
				.forEach((recording) -> read(chunk, new ExceptionReader(chunk, recording, window, shared, work)));
		}
	}

	// of a chunk at the edge a share, as if they had ended evenly
	private static void addRequests(Chunk chunk, TimeWindow window, ChunkWork work, ProfileBuilder builder) {
		if (work.filter().thread() != null) {
			// which thread has done how many is not known
			return;
		}
		double share = chunk.window().shared(window).toNanos()
				/ (double) Math.max(1, chunk.window().duration().toNanos());
		work.requests().forEach((endpoint, count) -> {
			if (work.filter().wantsWork(endpoint.name(), null)) {
				builder.requests(endpoint, Math.round(count * share));
			}
		});
	}

	private ChunkWork work(Chunk chunk, SampleFilter filter) {
		try {
			return ChunkWork.read(chunk, filter);
		}
		catch (IOException | RuntimeException | OutOfMemoryError ex) {
			this.counters.unreadable();
			logger.debug("Left out the requests of {}", chunk, ex);
			return ChunkWork.none(filter);
		}
	}

	private void read(Chunk chunk, Reading reading) {
		try {
			reading.read();
		}
		catch (IOException | RuntimeException | OutOfMemoryError ex) {
			// a broken chunk can claim any size
			this.counters.unreadable();
			logger.debug("Left out {}", chunk, ex);
		}
	}

	private static Reading events(Chunk chunk, TimeWindow window, SharedTables shared, ChunkWork work,
			boolean withLiveHeap) {
		return switch (chunk.rates().sampler()) {
			case ASYNC_PROFILER -> new ChunkReader(chunk, window, shared, work, withLiveHeap);
			case FLIGHT_RECORDER -> new FlightRecorderReader(chunk, window, shared, work);
		};
	}

	private static Reading liveHeap(Chunk chunk, SharedTables shared, ChunkWork work) {
		return switch (chunk.rates().sampler()) {
			case ASYNC_PROFILER -> new LiveHeapReader(chunk, shared, work);
			case FLIGHT_RECORDER -> new FlightRecorderHeapReader(chunk, shared, work);
		};
	}

}
