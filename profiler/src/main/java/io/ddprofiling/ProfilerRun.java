package io.ddprofiling;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.ddprofiling.export.ExportLoop;
import io.ddprofiling.export.RateLimitedLog;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Sampler;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.Recorder;
import io.ddprofiling.recorder.RecorderException;
import io.ddprofiling.span.SpanJournal;
import io.ddprofiling.span.SpanRecorder;
import io.ddprofiling.span.Spans;
import io.ddprofiling.store.Chunk;
import io.ddprofiling.store.ChunkStore;
import io.ddprofiling.store.VersionWindow;
import io.ddprofiling.store.VersionWindows;
import io.ddprofiling.thread.OwnThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lives from a start of a {@link Profiler} to the next stop: a store, a recording
 * into it, and the thread that cuts it.
 */
final class ProfilerRun {

	private static final Duration STOP_BUDGET = Duration.ofSeconds(5);

	/**
	 * Longer than anything is stored, and short enough to reckon with.
	 */
	private static final Duration AGES = Duration.ofDays(366);

	private static final Logger logger = LoggerFactory.getLogger(Profiler.class);

	private final Identity identity;

	private final Recorder recorder;

	private final ChunkStore store;

	private final RecordingSession session;

	private final SpanJournal spans;

	private final ProfileReader reader;

	private final ExportLoop loop;

	private final VersionWindows versions;

	private final RateLimitedLog log;

	private final ScheduledExecutorService flusher = Executors
		.newSingleThreadScheduledExecutor((task) -> OwnThreads.daemon(task, "dd-profiling-recorder"));

	private ProfilerRun(Identity identity, Recorder recorder, ChunkStore store, RecordingSession session,
			SpanJournal spans, ProfileReader reader, ExportLoop loop, VersionWindows versions, Clock clock) {
		this.identity = identity;
		this.recorder = recorder;
		this.store = store;
		this.session = session;
		this.spans = spans;
		this.reader = reader;
		this.loop = loop;
		this.versions = versions;
		this.log = new RateLimitedLog(logger, clock);
	}

	static ProfilerRun start(ProfilerSettings settings, Identity identity, ProfileReader reader,
			ProfilerCounters counters, ExportLoop loop, Clock clock) throws RecorderException {
		VersionWindows versions = new VersionWindows(settings.store().directory(), settings.store().maxBytes());
		// before the store gives up what dead processes have left
		versions.rescue(identity, TakenOverRun::scan);
		ChunkStore store = store(settings.store());
		try {
			Recorder recorder = EngineChoice.create(settings, store.directory());
			counters.begin();
			store.identify(identity);
			OverheadControl overhead = new OverheadControl(recorder, settings.maxOverhead(), settings.maxSamples(),
					clock);
			SpanRecorder spans = new SpanRecorder(settings.spans().attributes());
			SpanJournal journal = new SpanJournal(spans);
			RecordingSession session = new RecordingSession(recorder, store, reader, counters, identity,
					settings.store().rollInterval(), clock, overhead, journal);
			session.start();
			Spans.recordTo(settings.spans().enabled() ? spans : null);
			ProfilerRun run = new ProfilerRun(identity, recorder, store, session, journal, reader, loop, versions,
					clock);
			run.begin(settings.store().cutInterval());
			return run;
		}
		catch (RecorderException | RuntimeException | LinkageError | OutOfMemoryError ex) {
			store.close();
			throw ex;
		}
	}

	Recorder recorder() {
		return this.recorder;
	}

	ChunkStore store() {
		return this.store;
	}

	Condition condition() {
		return this.session.condition();
	}

	// what is told of their spans cannot be found in samples of their carriers
	boolean missesVirtualThreads() {
		return this.spans.servesVirtualThreads() && this.recorder.rates().sampler() == Sampler.ASYNC_PROFILER;
	}

	long droppedSpans() {
		return this.spans.dropped();
	}

	Overhead overhead() {
		return this.session.overhead();
	}

	Snapshot snapshot(Duration last) {
		Instant end = onFlusher(this.session::cutIfOlder);
		TimeWindow wanted = new TimeWindow(end.minus((last.compareTo(AGES) < 0) ? last : AGES), end);
		Snapshot stored = stored(wanted);
		return (stored != null) ? stored : snapshot(new TimeWindow(end, end), List.of());
	}

	@Nullable Snapshot stored(TimeWindow wanted) {
		List<Chunk> chunks = this.session.chunks(wanted);
		if (chunks.isEmpty()) {
			return null;
		}
		// when the clock was set back, the last chunk need not be the latest
		TimeWindow covered = chunks.stream().map(Chunk::window).reduce(TimeWindow::join).orElseThrow();
		return snapshot(wanted.within(covered), chunks);
	}

	private Snapshot snapshot(TimeWindow window, List<Chunk> chunks) {
		return new Snapshot(this.identity, window, chunks, this.session.liveHeap(window), this.reader);
	}

	@Nullable Snapshot previousVersion() {
		VersionWindow previous = this.versions.previous(this.identity);
		return (previous != null) ? new Snapshot(previous.identity(), previous.window(), previous.chunks(),
				previous.liveHeap(), this.reader) : null;
	}

	void capture(RunningCapture capture) {
		try {
			this.flusher.execute(() -> attempt(() -> this.session.capture(capture)));
		}
		catch (RejectedExecutionException ex) {
			throw new ProfilerUnavailableException("The profiler is stopped");
		}
	}

	/**
	 * Does something now and then, for as long as the run lasts.
	 * @param task what to do
	 * @param delay how long to wait before the next time
	 */
	void repeat(Runnable task, Duration delay) {
		this.flusher.scheduleWithFixedDelay(() -> attempt(task), 0, delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	void pause() {
		onFlusher(Executors.callable(this.session::pause));
	}

	void resume() {
		onFlusher(Executors.callable(this.session::resume));
	}

	void stop() {
		// an interrupt would break the recording before its last cut
		this.flusher.shutdown();
		if (!this.loop.stop(STOP_BUDGET)) {
			this.store.keep();
		}
		this.session.stop();
		// not before: what ended meanwhile would seem to last until the end
		Spans.recordTo(null);
		this.versions.keep(this.identity, this.store.after(0), this.store.newestLiveHeap(Instant.MAX));
		this.store.close();
	}

	private void begin(Duration cutInterval) {
		try {
			// not at a fixed rate: a process that was frozen must not make up for every
			// cut
			this.flusher.scheduleWithFixedDelay(this::flush, cutInterval.toMillis(), cutInterval.toMillis(),
					TimeUnit.MILLISECONDS);
			this.flusher.scheduleWithFixedDelay(this::tend, 1, 1, TimeUnit.SECONDS);
			this.loop.start(this.session);
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			// a process that may have no more threads
			this.flusher.shutdown();
			Spans.recordTo(null);
			this.session.stop();
			throw ex;
		}
	}

	// on the recorder's own thread: an interrupt of the caller's would close the file
	// that is being read, and with it break the recording
	private <T> T onFlusher(Callable<T> task) {
		try {
			return this.flusher.submit(task).get();
		}
		catch (RejectedExecutionException ex) {
			throw new ProfilerUnavailableException("The profiler is stopped");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The recorder failed", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ProfilerUnavailableException("The wait for the recorder was interrupted");
		}
	}

	private void flush() {
		attempt(this.session::flush);
	}

	private void tend() {
		attempt(this.session::tend);
	}

	private void attempt(Runnable turn) {
		try {
			turn.run();
		}
		catch (Throwable ex) {
			// an exception would end the schedule without a word
			logger.debug("Cutting the recording failed", ex);
			this.log.trouble("DDP-113 Cutting the recording failed, the next turn goes on: " + ex);
		}
	}

	private static ChunkStore store(ProfilerSettings.Store limits) throws RecorderException {
		try {
			return new ChunkStore(limits.directory(), limits.maxBytes(), limits.maxAge());
		}
		catch (IOException ex) {
			throw new RecorderException("Recordings cannot be kept in " + limits.directory() + " (" + ex
					+ "); set dd.profiling.store.directory to a directory that this user can write to", ex);
		}
	}

}
