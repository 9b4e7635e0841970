package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.ddprofiling.export.ExportLoop;
import io.ddprofiling.export.ProfileExporter;
import io.ddprofiling.export.RateLimitedLog;
import io.ddprofiling.export.datadog.DatadogExporter;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.export.directory.DirectoryExporter;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.jfr.ReaderCounters;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.AsyncProfilerRecorder;
import io.ddprofiling.recorder.Recorder;
import io.ddprofiling.recorder.RecorderException;
import io.ddprofiling.recorder.TypeStatus;
import io.ddprofiling.store.Chunk;
import io.ddprofiling.store.ChunkStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Profiles this JVM continuously: records without pause, delivers a window every period,
 * and gives snapshots of any time that is still stored.
 *
 * <pre>
 * try (Profiler profiler = Profiler.builder().service("orders").env("prod").build()) {
 * 	profiler.start();
 * 	...
 * }
 * </pre>
 *
 * Only one profiler can run in a JVM. If recording is not possible, the application runs
 * on without it, and the status says why. Thread safe.
 *
 * @since 0.1.0
 */
public final class Profiler implements AutoCloseable {

	private static final Duration STOP_BUDGET = Duration.ofSeconds(5);

	/**
	 * Longer than anything is stored, and short enough to reckon with.
	 */
	private static final Duration AGES = Duration.ofDays(366);

	private static final Logger logger = LoggerFactory.getLogger(Profiler.class);

	private final ProfilerSettings settings;

	private final Clock clock = Clock.systemUTC();

	private final ProfileReader reader = new ProfileReader();

	private final ProfilerCounters counters = new ProfilerCounters();

	private final ExportLoop loop;

	private Identity identity;

	private ProfilerState state = ProfilerState.STOPPED;

	private @Nullable String reason = "not started";

	private Instant since = this.clock.instant();

	private @Nullable Run run;

	private volatile @Nullable Recorder recorder;

	private long droppedChunks;

	private @Nullable Thread shutdownHook;

	Profiler(ProfilerSettings settings) {
		this.settings = settings;
		ProfilerSettings.Upload upload = settings.upload();
		this.loop = new ExportLoop(exporters(upload), upload.period(), upload.timeout(), this.clock);
		this.identity = newIdentity();
		if (settings.disabledReason() != null) {
			become(ProfilerState.DISABLED, settings.disabledReason());
		}
	}

	/**
	 * Begins the settings of a profiler; what is not set comes from the environment
	 * variables Datadog's profilers know, for example {@code DD_SERVICE}.
	 * @return a builder
	 */
	public static ProfilerBuilder builder() {
		ProfilerBuilder builder = new ProfilerBuilder();
		EnvironmentSettings.apply(builder);
		return builder;
	}

	/**
	 * Begins the settings of a profiler with the defaults only, whatever the environment
	 * says.
	 * @return a builder
	 */
	public static ProfilerBuilder plainBuilder() {
		return new ProfilerBuilder();
	}

	/**
	 * Loads the native library before a profiler is started. The earlier this happens in
	 * the life of a JVM, the more exact are the lines and methods samples are put down
	 * to.
	 * @param libraryPath the native library, or {@code null} for the one on the class
	 * path
	 * @param storeDirectory where recordings will be kept, or {@code null} for the
	 * default
	 */
	public static void preload(@Nullable Path libraryPath, @Nullable Path storeDirectory) {
		Path directory = (storeDirectory != null) ? storeDirectory
				: new ProfilerBuilder().settings().store().directory();
		try {
			AsyncProfilerRecorder.preload(libraryPath, ChunkStore.prepare(directory));
		}
		catch (RecorderException | IOException ex) {
			logger.debug("The native library is not loaded ahead of time; the start will say why", ex);
		}
	}

	/**
	 * Starts to profile, if not running already. If recording is not possible on this
	 * platform or in this container, nothing is thrown: the log and the status say why.
	 * @throws IllegalStateException if another profiler runs in this JVM
	 */
	public synchronized void start() {
		if (this.run != null || this.state == ProfilerState.DISABLED) {
			return;
		}
		claim();
		try {
			this.identity = newIdentity();
			// first, as it is refused while the JVM shuts down
			addShutdownHook();
			this.run = startRun();
			become(ProfilerState.RUNNING, null);
			logger.info("Profiling '{}' with {}, recordings in {}", this.identity.service(), this.run.recorder.engine(),
					this.run.store.directory());
		}
		catch (RecorderException | RuntimeException | LinkageError ex) {
			JvmClaim.release();
			removeShutdownHook();
			become(ProfilerState.UNAVAILABLE, (ex.getMessage() != null) ? ex.getMessage() : ex.toString());
			logger.warn("The application runs without profiles: {}", this.reason);
			logger.debug("Starting the profiler failed", ex);
		}
	}

	/**
	 * Stops profiling: delivers the last window, within five seconds, and deletes the
	 * recordings. Does nothing if not running; {@link #start()} begins a new run.
	 */
	public synchronized void stop() {
		Run stopping = this.run;
		if (stopping == null) {
			return;
		}
		this.run = null;
		try {
			stopping.stop();
		}
		catch (RuntimeException ex) {
			logger.warn("The profiler did not stop well: {}", ex.toString());
			logger.debug("Stopping the profiler failed", ex);
		}
		this.droppedChunks += stopping.store.contents().dropped();
		JvmClaim.release();
		become(ProfilerState.STOPPED, "stopped");
		removeShutdownHook();
	}

	/**
	 * Does the same as {@link #stop()}.
	 */
	@Override
	public void close() {
		stop();
	}

	/**
	 * Whether a run was started and not stopped.
	 * @return {@code true} between a successful start and stop
	 */
	public synchronized boolean isRunning() {
		return this.run != null;
	}

	/**
	 * What the profiler is doing.
	 * @return the present status
	 */
	public synchronized ProfilerStatus status() {
		Run running = this.run;
		Recorder used = this.recorder;
		String interruption = (running != null) ? running.session.interruption() : null;
		List<TypeStatus> types = (used != null) ? used.types() : List.of();
		return new ProfilerStatus((interruption != null) ? ProfilerState.INTERRUPTED : this.state,
				(interruption != null) ? interruption : this.reason, this.since, (used != null) ? used.engine() : null,
				this.identity, types, (running != null) ? running.store.directory().toString() : null,
				new ProfilerStatus.StoreLimits(this.settings.store().maxBytes(), this.settings.store().maxAge()),
				(running != null) ? running.store.contents() : new ChunkStore.Contents(0, 0, null, 0),
				this.settings.upload().period(), this.loop.status(), hints(), this.settings.problems());
	}

	/**
	 * Takes a snapshot of what was recorded until now.
	 * @param last how far back to go, positive; what is no longer stored is left out
	 * @return the snapshot
	 * @throws ProfilerUnavailableException if nothing is recorded
	 */
	public Snapshot snapshot(Duration last) {
		if (last.isNegative() || last.isZero()) {
			throw new IllegalArgumentException("'last' must be positive: " + last);
		}
		Run running = running();
		Instant end = running.cutIfOlder();
		TimeWindow wanted = new TimeWindow(end.minus((last.compareTo(AGES) < 0) ? last : AGES), end);
		List<Chunk> chunks = running.session.chunks(wanted);
		Instant oldest = chunks.isEmpty() ? end : chunks.get(0).window().start();
		TimeWindow window = new TimeWindow(oldest.isAfter(wanted.start()) ? oldest : wanted.start(), end);
		return new Snapshot(running.identity, window, chunks, this.reader);
	}

	/**
	 * What was recorded and delivered since the JVM started.
	 * @return growing numbers
	 */
	public ProfilerCounters counters() {
		return this.counters;
	}

	/**
	 * Chunks the stores of all runs gave up before their age.
	 * @return a growing number
	 */
	public synchronized long droppedChunks() {
		Run running = this.run;
		return this.droppedChunks + ((running != null) ? running.store.contents().dropped() : 0);
	}

	/**
	 * What reading profiles from recordings has cost.
	 * @return growing numbers
	 */
	public ReaderCounters readerCounters() {
		return this.reader.counters();
	}

	private synchronized Run running() {
		Run running = this.run;
		if (running == null) {
			throw new ProfilerUnavailableException(
					"The profiler is " + this.state.id() + ((this.reason != null) ? ": " + this.reason : ""));
		}
		return running;
	}

	private void claim() {
		try {
			JvmClaim.acquire("service '" + this.settings.service() + "', since " + this.clock.instant());
		}
		catch (IllegalStateException ex) {
			become(ProfilerState.UNAVAILABLE, ex.getMessage());
			throw ex;
		}
	}

	private Run startRun() throws RecorderException {
		String refusal = Surroundings.ofThisJvm().refusal();
		if (refusal != null) {
			throw new RecorderException(refusal);
		}
		ProfilerSettings.Store limits = this.settings.store();
		ChunkStore store = store(limits);
		try {
			Recorder used = new AsyncProfilerRecorder(this.settings.sampling(), this.settings.stackDepth(),
					this.settings.libraryPath(), store.directory());
			this.recorder = used;
			this.counters.begin();
			RecordingSession session = new RecordingSession(used, store, this.reader, this.counters, this.identity,
					limits.rollInterval(), this.clock);
			session.start();
			return new Run(used, store, session, this.identity);
		}
		catch (RecorderException | RuntimeException | LinkageError ex) {
			store.close();
			throw ex;
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

	private List<String> hints() {
		List<String> hints = new ArrayList<>();
		if (this.settings.env() == null && !this.settings.tags().containsKey("env")) {
			hints.add("Set dd.env (DD_ENV), so that profiles can be told apart by environment");
		}
		if (this.settings.version() == null && !this.settings.tags().containsKey("version")) {
			hints.add("Set dd.version (DD_VERSION), so that versions can be compared");
		}
		if (droppedChunks() > 0) {
			hints.add("Raise dd.profiling.store.max-size: it was too small to keep recordings for "
					+ this.settings.store().maxAge());
		}
		return hints;
	}

	private void become(ProfilerState next, @Nullable String why) {
		this.state = next;
		this.reason = why;
		this.since = this.clock.instant();
	}

	private Identity newIdentity() {
		return new Identity(this.settings.service(), this.settings.env(), this.settings.version(), HostName.find(),
				UUID.randomUUID().toString(), ProcessHandle.current().pid(), this.settings.tags());
	}

	private void addShutdownHook() {
		if (this.settings.shutdownHook()) {
			this.shutdownHook = new Thread(this::stop, "dd-profiling-shutdown");
			Runtime.getRuntime().addShutdownHook(this.shutdownHook);
		}
	}

	private void removeShutdownHook() {
		Thread hook = this.shutdownHook;
		this.shutdownHook = null;
		if (hook != null && Thread.currentThread() != hook) {
			try {
				Runtime.getRuntime().removeShutdownHook(hook);
			}
			catch (IllegalStateException ex) {
				logger.debug("The JVM is shutting down, the hook stays");
			}
		}
	}

	private static List<ProfileExporter> exporters(ProfilerSettings.Upload upload) {
		List<ProfileExporter> exporters = new ArrayList<>();
		Path prefix = upload.outputPrefix();
		if (prefix != null) {
			// before the agent, which may take all of a turn's time by not answering
			exporters.add(new DirectoryExporter(prefix));
		}
		if (upload.agent().mode() != UploadMode.NEVER) {
			exporters.add(new DatadogExporter(upload.agent(), upload.payload()));
		}
		return List.copyOf(exporters);
	}

	/**
	 * What lives from a start to the next stop.
	 */
	private final class Run {

		private final Recorder recorder;

		private final ChunkStore store;

		private final RecordingSession session;

		private final Identity identity;

		private final ScheduledExecutorService flusher;

		private final RateLimitedLog log = new RateLimitedLog(logger, Profiler.this.clock);

		Run(Recorder recorder, ChunkStore store, RecordingSession session, Identity identity) {
			this.recorder = recorder;
			this.store = store;
			this.session = session;
			this.identity = identity;
			this.flusher = Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread thread = new Thread(task, "dd-profiling-recorder");
				thread.setDaemon(true);
				return thread;
			});
			long interval = Profiler.this.settings.store().cutInterval().toMillis();
			// not at a fixed rate: a process that was frozen must not make up for every
			// cut
			this.flusher.scheduleWithFixedDelay(this::flush, interval, interval, TimeUnit.MILLISECONDS);
			Profiler.this.loop.start(session);
		}

		// on the recorder's own thread: an interrupt of the caller's would close the file
		// that is being read, and with it break the recording
		Instant cutIfOlder() {
			try {
				return this.flusher.submit(this.session::cutIfOlder).get();
			}
			catch (RejectedExecutionException ex) {
				throw new ProfilerUnavailableException("The profiler is stopped");
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException("The recording could not be cut", ex.getCause());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new ProfilerUnavailableException("The snapshot was interrupted");
			}
		}

		void stop() {
			// an interrupt would break the recording before its last cut
			this.flusher.shutdown();
			Profiler.this.loop.stop(STOP_BUDGET);
			this.session.stop();
			this.store.close();
		}

		private void flush() {
			try {
				this.session.flush();
			}
			catch (Throwable ex) {
				// an exception would end the schedule without a word
				logger.debug("Cutting the recording failed", ex);
				this.log.trouble("Cutting the recording failed, the next turn goes on: " + ex);
			}
		}

	}

}
