package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import io.ddprofiling.export.ExportLoop;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.ProfileExporter;
import io.ddprofiling.export.datadog.DatadogExporter;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.export.directory.DirectoryExporter;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.jfr.ReaderCounters;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.recorder.AsyncProfilerRecorder;
import io.ddprofiling.recorder.Recorder;
import io.ddprofiling.recorder.RecorderException;
import io.ddprofiling.recorder.TypeStatus;
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

	private final ProfilerSettings settings;

	private final Clock clock = Clock.systemUTC();

	private final ProfileReader reader = new ProfileReader();

	private final ProfilerCounters counters = new ProfilerCounters();

	private final ExportLoop loop;

	private Identity identity;

	private ProfilerState state = ProfilerState.STOPPED;

	private @Nullable String reason = "not started";

	private Instant since = this.clock.instant();

	private @Nullable ProfilerRun run;

	private @Nullable Recorder recorder;

	private long droppedChunks;

	private final ShutdownHook shutdownHook = new ShutdownHook(this::stop);

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
			if (this.settings.shutdownHook()) {
				// first, as it is refused while the JVM shuts down
				this.shutdownHook.add();
			}
			ProfilerRun started = startRun();
			this.recorder = started.recorder();
			this.run = started;
			become(ProfilerState.RUNNING, null);
			logger.info("Profiling '{}' with {}, recordings in {}", this.identity.service(),
					started.recorder().engine(), started.store().directory());
		}
		catch (RecorderException | RuntimeException | LinkageError ex) {
			JvmClaim.release();
			this.shutdownHook.remove();
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
		ProfilerRun stopping = this.run;
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
		this.droppedChunks += stopping.store().contents().dropped();
		JvmClaim.release();
		become(ProfilerState.STOPPED, "stopped");
		this.shutdownHook.remove();
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
		ProfilerRun running = this.run;
		Recorder used = this.recorder;
		String interruption = (running != null) ? running.session().interruption() : null;
		List<TypeStatus> types = (running != null) ? running.recorder().types() : typesThatAreOff();
		return new ProfilerStatus((interruption != null) ? ProfilerState.INTERRUPTED : this.state,
				(interruption != null) ? interruption : this.reason, this.since, (used != null) ? used.engine() : null,
				this.identity, types, (running != null) ? running.store().directory().toString() : null,
				new ProfilerStatus.StoreLimits(this.settings.store().maxBytes(), this.settings.store().maxAge()),
				(running != null) ? running.store().contents() : new ChunkStore.Contents(0, 0, null, 0),
				this.settings.upload().period(), exporters(), hints(), this.settings.problems(),
				(running != null) ? running.session().overhead() : null);
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
	public synchronized long droppedChunks() {
		ProfilerRun running = this.run;
		return this.droppedChunks + ((running != null) ? running.store().contents().dropped() : 0);
	}

	/**
	 * What reading profiles from recordings has cost.
	 * @return growing numbers
	 */
	public ReaderCounters readerCounters() {
		return this.reader.counters();
	}

	private synchronized ProfilerRun running() {
		ProfilerRun running = this.run;
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

	private List<TypeStatus> typesThatAreOff() {
		SamplingRates asked = this.settings.sampling();
		String why = (this.reason != null) ? this.reason : this.state.id();
		return Arrays.stream(ProfileType.values())
			.map((type) -> new TypeStatus(type, asked.types().contains(type) ? asked.text(type) : TypeStatus.OFF,
					TypeStatus.OFF, why))
			.toList();
	}

	private ProfilerRun startRun() throws RecorderException {
		String refusal = Surroundings.ofThisJvm().refusal();
		if (refusal != null) {
			throw new RecorderException(refusal);
		}
		return ProfilerRun.start(this.settings, this.identity, this.reader, this.counters, this.loop, this.clock);
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

}
