package io.ddprofiling.jfr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.ddprofiling.jfr.ThreadTimeline.Stretch;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.Sampler;
import io.ddprofiling.profile.SpanRecording;
import io.ddprofiling.span.SpanBlock;
import io.ddprofiling.span.SpanBlock.Span;
import io.ddprofiling.store.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of a chunk worked on.
 */
final class ChunkWork {

	/**
	 * The number of {@link UnitOfWork#NONE}.
	 */
	static final int NONE = 0;

	private static final SpanBlock EMPTY = new SpanBlock(0, 0, Map.of(), List.of());

	private final SpanBlock block;

	private final NanoTimes times;

	private final SampleFilter filter;

	private final Map<Long, ThreadTimeline> threads = new HashMap<>();

	private final List<UnitOfWork> works = new ArrayList<>(List.of(UnitOfWork.NONE));

	private final Map<UnitOfWork, Integer> ids = new HashMap<>();

	private final Map<UntracedWork, Integer> untraced = new HashMap<>();

	private ChunkWork(SpanBlock block, NanoTimes times, SampleFilter filter) {
		this.block = block;
		this.times = times;
		this.filter = filter;
		block.spans()
			.stream()
			.collect(Collectors.groupingBy(Span::thread))
			.forEach((thread, spans) -> this.threads.put(thread, new ThreadTimeline(spans)));
	}

	static ChunkWork none(SampleFilter filter) {
		return new ChunkWork(EMPTY, new NanoTimes(Sampler.ASYNC_PROFILER, 0, 0), filter);
	}

	static ChunkWork read(Chunk chunk, SampleFilter filter) throws IOException {
		SpanRecording recording = chunk.spans();
		if (recording == null) {
			return none(filter);
		}
		SpanBlock block = SpanBlock.read(chunk.read(recording));
		return new ChunkWork(block, NanoTimes.of(chunk, block.epochNanos(), block.nanoTime()), filter);
	}

	SampleFilter filter() {
		return this.filter;
	}

	Map<Endpoint, Long> requests() {
		Map<Endpoint, Long> requests = new HashMap<>();
		this.block.requests().forEach((name, count) -> requests.put(new Endpoint(name.text(), name.web()), count));
		return requests;
	}

	// of an event, by System.nanoTime()
	long nanoTime(ChunkClock clock, long ticks) {
		return this.times.of(clock, ticks);
	}

	@Nullable ThreadTimeline timeline(long thread) {
		return this.threads.get(thread);
	}

	int at(ThreadTimeline timeline, long nanoTime) {
		Stretch stretch = timeline.at(nanoTime);
		if (stretch == null || stretch.start > nanoTime) {
			return NONE;
		}
		if (stretch.work < 0) {
			stretch.work = find(stretch);
		}
		return stretch.work;
	}

	/**
	 * Until when a thread goes on with what it works on, or on nothing.
	 * @param timeline what the thread worked on
	 * @param nanoTime a moment
	 * @return the first moment it works on something else
	 */
	long until(ThreadTimeline timeline, long nanoTime) {
		Stretch stretch = timeline.at(nanoTime);
		if (stretch == null) {
			return Long.MAX_VALUE;
		}
		return (stretch.start > nanoTime) ? stretch.start : stretch.end;
	}

	UnitOfWork work(int id) {
		return this.works.get(id);
	}

	boolean wants(int id) {
		if (!this.filter.isAboutWork()) {
			return true;
		}
		UnitOfWork work = work(id);
		return this.filter.wantsWork((work.endpoint() != null) ? work.endpoint().name() : null, work.traceId());
	}

	// without identifiers, most stretches are equal to another
	private int find(Stretch stretch) {
		if (stretch.outermost.spanId() != 0 || stretch.innermost.spanId() != 0) {
			return id(UnitOfWork.of(stretch.outermost, stretch.innermost));
		}
		UntracedWork key = UntracedWork.of(stretch.outermost, stretch.innermost);
		Integer known = this.untraced.get(key);
		if (known == null) {
			known = id(UnitOfWork.of(stretch.outermost, stretch.innermost));
			this.untraced.put(key, known);
		}
		return known;
	}

	private int id(UnitOfWork work) {
		return this.ids.computeIfAbsent(work, (key) -> {
			this.works.add(key);
			return this.works.size() - 1;
		});
	}

}
