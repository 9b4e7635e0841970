package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

import io.ddprofiling.export.ExportLoop;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.ProfileExporter;
import io.ddprofiling.export.datadog.DatadogExporter;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.export.datadog.UploadState;
import io.ddprofiling.export.directory.DirectoryExporter;
import io.ddprofiling.export.otlp.OtlpExporter;
import io.ddprofiling.export.pyroscope.PyroscopeExporter;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.jfr.ReaderCounters;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.AsyncProfilerRecorder;
import io.ddprofiling.recorder.Recorder;
import io.ddprofiling.recorder.RecorderException;
import io.ddprofiling.recorder.TypeStatus;
import io.ddprofiling.store.Capture;
import io.ddprofiling.store.CaptureStore;
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

	private static final Logger logger = LoggerFactory.getLogger(Profiler.class);

	/**
	 * How often captures are looked for that are too old.
	 */
	private static final Duration CAPTURE_CARE = Duration.ofMinutes(10);

	private final ProfilerSettings settings;

	private final Clock clock = Clock.systemUTC();

	private final ProfileReader reader = new ProfileReader();

	private final ProfilerCounters counters;

	private final ExportLoop loop;

	private final LongAdder droppedChunks = new LongAdder();

	private final LongAdder droppedSpans = new LongAdder();

	private final UploadState uploads = new UploadState();

	private final ShutdownHook shutdownHook = new ShutdownHook(this::stop);

	/**
	 * Held from the beginning to the end of a start or stop, which takes seconds; nobody
	 * else waits for it.
	 */
	private final Object transition = new Object();

	private volatile Phase phase;

	private final Captures captures;

	private final Triggers triggers;

	Profiler(ProfilerSettings settings) {
		this.settings = settings;
		this.counters = new ProfilerCounters(settings.spans().maxCounted());
		ProfilerSettings.Upload upload = settings.upload();
		this.loop = new ExportLoop(exporters(upload, this.uploads), upload.delivery(), this.clock);
		String disabled = settings.disabledReason();
		Condition first = new Condition((disabled != null) ? ProfilerState.DISABLED : ProfilerState.STOPPED,
				(disabled != null) ? disabled : "not started", this.clock.instant());
		this.phase = new Phase(first, newIdentity(), null, null);
		this.captures = new Captures(new CaptureStore(settings.store().directory()), settings.captures(), this.reader,
				this.clock, () -> this.phase.identity());
		this.triggers = new Triggers(settings.triggers(), this::captureUsual, this.captures, this.clock);
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
	 * @param exceptions whether to prepare for recording exceptions, too
	 */
	public static void preload(@Nullable Path libraryPath, @Nullable Path storeDirectory, boolean exceptions) {
		if (JvmClaim.isHeld() || Surroundings.ofThisPlatform().refusal() != null) {
			return;
		}
		Path directory = (storeDirectory != null) ? StoreDirectory.in(storeDirectory)
				: new ProfilerBuilder().settings().store().directory();
		try {
			AsyncProfilerRecorder.preload(libraryPath, ChunkStore.prepare(directory), exceptions);
		}
		catch (RecorderException | IOException | LinkageError ex) {
			logger.debug("The native library is not loaded ahead of time; the start will say why", ex);
		}
	}

	/**
	 * Starts to profile, if not running already. If recording is not possible on this
	 * platform or in this container, nothing is thrown: the log and the status say why.
	 * @throws IllegalStateException if another profiler runs in this JVM
	 */
	public void start() {
		synchronized (this.transition) {
			if (this.phase.run() == null && this.phase.condition().state() != ProfilerState.DISABLED) {
				claim();
				begin();
			}
		}
	}

	/**
	 * Stops profiling: delivers the last window, within five seconds, and deletes the
	 * recordings, unless there are some left to deliver at the next start. Does nothing
	 * if not running; {@link #start()} begins a new run.
	 */
	public void stop() {
		synchronized (this.transition) {
			ProfilerRun stopping = this.phase.run();
			if (stopping != null) {
				end(stopping);
			}
		}
	}

	/**
	 * Stops to sample, but keeps what was recorded: snapshots of it can still be taken,
	 * and it is still delivered. Does nothing if paused already.
	 * @throws ProfilerUnavailableException if not running
	 */
	public void pause() {
		running().pause();
	}

	/**
	 * Records again after {@link #pause()}, into a new file. Does nothing if not paused.
	 * If recording is not possible at the moment, the status says why, and it is tried
	 * again with every flush.
	 * @throws ProfilerUnavailableException if not running
	 */
	public void resume() {
		running().resume();
	}

	/**
	 * Does the same as {@link #stop()}.
	 */
	@Override
	public void close() {
		stop();
	}

	/**
	 * Whether a run was started and not stopped; it may be paused.
	 * @return {@code true} between a successful start and stop
	 */
	public boolean isRunning() {
		return this.phase.run() != null;
	}

	/**
	 * What the profiler is doing. Does not wait for a start or stop that is under way.
	 * @return the present status
	 */
	public ProfilerStatus status() {
		Phase present = this.phase;
		ProfilerRun running = present.run();
		Recorder used = present.recorder();
		Condition condition = (running != null) ? running.condition() : present.condition();
		List<TypeStatus> types = (running != null && condition.state() == ProfilerState.RUNNING)
				? running.recorder().types() : typesThatAreOff(condition);
		return new ProfilerStatus(condition.state(), condition.reason(), condition.since(),
				(used != null) ? used.engine() : null, present.identity(), types,
				(running != null) ? running.store().directory().toString() : null,
				new ProfilerStatus.StoreLimits(this.settings.store().maxBytes(), this.settings.store().maxAge()),
				(running != null) ? running.store().contents() : new ChunkStore.Contents(0, 0, null, 0),
				this.settings.upload().period(), exporters(), hints(), this.settings.problems(),
				Surroundings.ofThisJvm().neighbours(), (running != null) ? running.overhead() : null);
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
		return running().snapshot(last);
	}

	/**
	 * Takes a snapshot of an earlier time of this run.
	 * @param window the time; what is no longer stored of it, or not recorded yet, is
	 * left out
	 * @return the snapshot, or {@code null} if nothing of that time is stored
	 * @throws ProfilerUnavailableException if the profiler does not run
	 */
	public @Nullable Snapshot snapshot(TimeWindow window) {
		return running().stored(window);
	}

	/**
	 * What is kept of the version of this service before this one: the last five minutes
	 * of its last run, or less if they were large.
	 * @return the snapshot, or {@code null} if there is none, or the version of either is
	 * not known
	 * @throws ProfilerUnavailableException if the profiler does not run
	 */
	public @Nullable Snapshot previousVersion() {
		return running().previousVersion();
	}

	/**
	 * Begins to capture a window: it is kept until it is deleted, whatever becomes of the
	 * store and of this process. Returns at once.
	 * @param request what to capture
	 * @return the capture, which is recorded still
	 * @throws IllegalArgumentException if the request is longer than captures may be, or
	 * its interval is not possible
	 * @throws CaptureRefusedException if there are too many captures, or another one has
	 * an interval of its own
	 * @throws ProfilerUnavailableException if nothing is recorded
	 */
	public Capture capture(CaptureRequest request) {
		ProfilerRun running = running();
		if (running.condition().state() != ProfilerState.RUNNING) {
			throw new ProfilerUnavailableException(
					"The profiler is " + running.condition().state().id() + ": " + running.condition().reason());
		}
		intervals().require(request);
		RunningCapture capture = this.captures.create(request, this.phase.identity());
		try {
			running.capture(capture);
			return capture.capture();
		}
		catch (ProfilerUnavailableException ex) {
			this.captures.discard(capture);
			throw ex;
		}
	}

	// an event is about no type, and none has to be recorded
	private Capture captureUsual(CaptureRequest request) {
		return capture(request.about(intervals().usual()));
	}

	/**
	 * The captures that are kept.
	 * @return the captures of this service, of whichever of its processes
	 */
	public Captures captures() {
		return this.captures;
	}

	/**
	 * What captures windows by itself.
	 * @return the triggers, none unless they are set
	 */
	public Triggers triggers() {
		return this.triggers;
	}

	/**
	 * The intervals that a capture can ask for.
	 * @return the bounds by type
	 * @throws ProfilerUnavailableException if nothing is recorded
	 */
	public CaptureIntervals intervals() {
		return new CaptureIntervals(running().recorder(), this.settings.sampling());
	}

	/**
	 * Begins work that is no request, on this thread, so that what it costs can be told
	 * apart:
	 *
	 * <pre>
	 * try (ProfilerSpan span = Profiler.span("job:nightly")) {
	 * 	...
	 * }
	 * </pre>
	 *
	 * Inside of a request, or of another span, the sample belongs to the outer one, and
	 * {@code span_name} tells the inner. Does nothing while no profiler runs.
	 * @param name the name of all work of this kind, not of this one piece of it: names
	 * are kept, up to about 8000 of them
	 * @return the span, to be closed by this thread
	 */
	public static ProfilerSpan span(String name) {
		return ProfilerSpan.open(name);
	}

	/**
	 * What the exporters did and do.
	 * @return a status for each exporter
	 */
	public List<ExporterStatus> exporters() {
		return this.loop.status();
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
	public long droppedChunks() {
		ProfilerRun running = this.phase.run();
		return this.droppedChunks.sum() + ((running != null) ? running.store().contents().dropped() : 0);
	}

	/**
	 * Requests, and other work, whose samples could not be put down to them because there
	 * were too many at once.
	 * @return a growing number
	 */
	public long droppedSpans() {
		ProfilerRun running = this.phase.run();
		return this.droppedSpans.sum() + ((running != null) ? running.droppedSpans() : 0);
	}

	/**
	 * What the Datadog Agent says of itself. It is asked in the background and only if
	 * this is called, so that the first answer is not there at once.
	 * @return a sentence, or {@code null} if there is no agent or nothing is known yet
	 */
	public @Nullable String agent() {
		return this.uploads.agent();
	}

	/**
	 * Windows that were made smaller, or split, because Datadog would not have taken them
	 * as they were.
	 * @return a growing number
	 */
	public long reducedUploads() {
		return this.uploads.reduced();
	}

	/**
	 * What reading profiles from recordings has cost.
	 * @return growing numbers
	 */
	public ReaderCounters readerCounters() {
		return this.reader.counters();
	}

	private ProfilerRun running() {
		Phase present = this.phase;
		ProfilerRun running = present.run();
		if (running == null) {
			String reason = present.condition().reason();
			throw new ProfilerUnavailableException(
					"The profiler is " + present.condition().state().id() + ((reason != null) ? ": " + reason : ""));
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

	private void begin() {
		try {
			Identity identity = newIdentity();
			if (this.settings.shutdownHook()) {
				// first, as it is refused while the JVM shuts down
				this.shutdownHook.add();
			}
			UploadWarnings.of(this.settings.upload().datadog())
				.forEach((warning) -> logger.warn("DDP-103 {}", warning));
			this.uploads.running();
			ProfilerRun started = startRun(identity);
			this.phase = new Phase(started.condition(), identity, started, started.recorder());
			started.repeat(this.captures::expire, CAPTURE_CARE);
			logger.info("Profiling '{}' with {}, recordings in {}", identity.service(), started.recorder().engine(),
					started.store().directory());
			mentionNeighbours();
			this.triggers.start();
		}
		catch (RecorderException | RuntimeException | LinkageError | OutOfMemoryError ex) {
			JvmClaim.release();
			this.shutdownHook.remove();
			String reason = (ex.getMessage() != null) ? ex.getMessage() : ex.toString();
			become(ProfilerState.UNAVAILABLE, reason);
			logger.warn("DDP-110 The application runs without profiles: {}", reason);
			logger.debug("Starting the profiler failed", ex);
		}
	}

	private void end(ProfilerRun stopping) {
		become(ProfilerState.STOPPED, "it is being stopped");
		this.uploads.stopping(this.clock.instant());
		this.triggers.stop();
		try {
			stopping.stop();
		}
		catch (RuntimeException ex) {
			logger.warn("DDP-114 The profiler did not stop well: {}", ex.toString());
			logger.debug("Stopping the profiler failed", ex);
		}
		this.droppedChunks.add(stopping.store().contents().dropped());
		this.droppedSpans.add(stopping.droppedSpans());
		JvmClaim.release();
		become(ProfilerState.STOPPED, "stopped");
		this.shutdownHook.remove();
	}

	private List<TypeStatus> typesThatAreOff(Condition condition) {
		SamplingRates asked = this.settings.sampling();
		String why = (condition.reason() != null) ? condition.reason() : condition.state().id();
		return Arrays.stream(ProfileType.values())
			.map((type) -> new TypeStatus(type, asked.types().contains(type) ? asked.text(type) : TypeStatus.OFF,
					TypeStatus.OFF, why))
			.toList();
	}

	private ProfilerRun startRun(Identity identity) throws RecorderException {
		String refusal = Surroundings.ofThisJvm().refusal();
		if (refusal != null) {
			throw new RecorderException(refusal);
		}
		return ProfilerRun.start(this.settings, identity, this.reader, this.counters, this.loop, this.clock);
	}

	private static void mentionNeighbours() {
		List<String> neighbours = Surroundings.ofThisJvm().neighbours();
		if (!neighbours.isEmpty()) {
			logger.info("There are other profilers: {}", String.join(". ", neighbours));
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
		ProfilerRun running = this.phase.run();
		if (running != null) {
			hints.addAll(running.recorder().notes());
			String trouble = running.store().trouble();
			if (trouble != null) {
				hints.add(trouble);
			}
			if (running.missesVirtualThreads()) {
				hints.add("Requests run on virtual threads, of which async-profiler sees the carriers only, so that"
						+ " samples bear no endpoint; on Java 25, dd.profiling.engine=jfr sees them");
			}
		}
		if (reducedUploads() > 0) {
			hints.add("Lengthen the intervals or shorten dd.profiling.upload.period: " + reducedUploads()
					+ " profiles were larger than Datadog takes and had to be made smaller");
		}
		if (droppedChunks() > 0) {
			hints.add("Raise dd.profiling.store.max-size: it was too small to keep recordings for "
					+ this.settings.store().maxAge());
		}
		return hints;
	}

	private void become(ProfilerState state, @Nullable String reason) {
		Phase present = this.phase;
		this.phase = new Phase(present.condition().next(state, reason, this.clock.instant()), present.identity(), null,
				present.recorder());
	}

	private Identity newIdentity() {
		return new Identity(this.settings.service(), this.settings.env(), this.settings.version(), HostName.find(),
				UUID.randomUUID().toString(), ProcessHandle.current().pid(), this.settings.tags());
	}

	private static List<ProfileExporter> exporters(ProfilerSettings.Upload upload, UploadState state) {
		List<ProfileExporter> exporters = new ArrayList<>();
		Path prefix = upload.outputPrefix();
		if (prefix != null) {
			exporters.add(new DirectoryExporter(prefix));
		}
		if (upload.agent().mode() != UploadMode.NEVER) {
			exporters.add(new DatadogExporter(upload.datadog(), state));
		}
		if (upload.pyroscope().url() != null) {
			exporters.add(new PyroscopeExporter(upload.pyroscope(), upload.datadog().transport()));
		}
		if (upload.otlp().url() != null) {
			exporters.add(new OtlpExporter(upload.otlp(), upload.datadog().transport()));
		}
		exporters.addAll(upload.exporters());
		return List.copyOf(exporters);
	}

	/**
	 * What is true between two starts and stops, in one piece, so that the status waits
	 * for neither.
	 *
	 * @param condition why there is no run; a run has a condition of its own
	 * @param identity whose profiles the newest run makes
	 * @param run the run, or {@code null} if there is none
	 * @param recorder the newest recorder, or {@code null} if there was none yet
	 */
	private record Phase(Condition condition, Identity identity, @Nullable ProfilerRun run,
			@Nullable Recorder recorder) {

	}

}
