package io.ddprofiling.recorder;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import one.profiler.AsyncProfiler;
import org.jspecify.annotations.Nullable;

/**
 * Records with async-profiler: all types in one session, cut with {@code dump}, which
 * closes a chunk in the open file and goes on in the next.
 *
 * @since 0.1.0
 */
public final class AsyncProfilerRecorder implements Recorder {

	/**
	 * What to do without, in this order, if async-profiler refuses to record everything.
	 * Another copy of it in the JVM keeps the live heap and allocations to itself.
	 */
	private static final List<Set<ProfileType>> SACRIFICES = List.of(EnumSet.noneOf(ProfileType.class),
			EnumSet.of(ProfileType.LIVE_HEAP), EnumSet.of(ProfileType.LIVE_HEAP, ProfileType.ALLOCATION),
			EnumSet.of(ProfileType.NATIVE_LOCK, ProfileType.NATIVE_MEMORY),
			EnumSet.complementOf(EnumSet.of(ProfileType.CPU, ProfileType.WALL)));

	private static final Set<ProfileType> SUPPORTED = EnumSet
		.complementOf(EnumSet.of(ProfileType.EXCEPTION, ProfileType.IO));

	/**
	 * The time between two ticks of a kernel with the lowest usual rate, 100 a second.
	 */
	private static final long COARSEST_TICK_NANOS = 10_000_000;

	private static final String STACK_MEMORY = "mem_calltracestorage_kb";

	private final AsyncProfiler profiler;

	private final String engine;

	private final SamplingRates asked;

	private final int stackDepth;

	private final boolean kernelFrames;

	private final @Nullable ExceptionRecorder exceptions;

	private Map<ProfileType, Integer> stretched = Map.of();

	private Map<ProfileType, Long> refined = Map.of();

	private AsyncProfilerCommand running;

	private @Nullable String refusal;

	private @Nullable String cpuEngine;

	private @Nullable RecordedChunk last;

	private @Nullable Path file;

	private Instant started = Instant.EPOCH;

	/**
	 * Creates a recorder; the native library is loaded if it was not before.
	 * @param asked the types and intervals to record
	 * @param stackDepth the deepest Java stack to record, 1 to 2048
	 * @param kernelFrames whether CPU samples are to have the frames of the kernel, where
	 * it grants them
	 * @param libraryPath the native library to use, or {@code null} for the one on the
	 * class path
	 * @param directory a directory to extract the native library to
	 * @throws RecorderException if the native library cannot be loaded
	 */
	public AsyncProfilerRecorder(SamplingRates asked, int stackDepth, boolean kernelFrames, @Nullable Path libraryPath,
			Path directory) throws RecorderException {
		this.profiler = NativeLibrary.load(libraryPath, directory);
		this.engine = "async-profiler " + execute("version");
		this.asked = asked;
		this.stackDepth = stackDepth;
		this.kernelFrames = kernelFrames;
		this.exceptions = asked.types().contains(ProfileType.EXCEPTION)
				? new ExceptionRecorder((int) asked.interval(ProfileType.EXCEPTION), stackDepth, libraryPath, directory)
				: null;
		this.running = asAsked();
	}

	/**
	 * Loads the native library ahead of time. The earlier, the better: it makes the
	 * compiler keep exact line tables for what it compiles from then on, and exceptions
	 * make the JVM compile again what depends on them, on JDK 17 all it has compiled. Not
	 * to be called while anything is recorded.
	 * @param libraryPath the native library to use, or {@code null} for the one on the
	 * class path
	 * @param directory a directory to extract the native library to
	 * @param exceptions whether to prepare for recording exceptions, too
	 * @throws RecorderException if the native library cannot be loaded, or exceptions
	 * cannot be recorded
	 */
	public static void preload(@Nullable Path libraryPath, Path directory, boolean exceptions)
			throws RecorderException {
		try {
			// first, as loading the other takes as long
			if (exceptions) {
				ProfilerCopy.prepare(libraryPath, directory);
			}
		}
		finally {
			NativeLibrary.load(libraryPath, directory);
		}
	}

	@Override
	public RecordedChunk start(Path file) throws RecorderException {
		this.file = file;
		this.refusal = null;
		if (this.exceptions != null) {
			this.exceptions.start(file);
		}
		for (AsyncProfilerCommand command : attempts()) {
			if (tryStart(command, file)) {
				this.running = command;
				this.last = null;
				this.started = Instant.now();
				return begin();
			}
		}
		stopExceptions();
		throw new RecorderException("async-profiler does not start: " + ((this.refusal != null)
				? this.refusal + " (" + file + ")" : "no profile type is enabled that it samples"));
	}

	@Override
	public RecordedChunk cut() throws RecorderException {
		return withExceptions(cutSamples(), false);
	}

	@Override
	public RecordedChunk finishFile() throws RecorderException {
		return withExceptions(endSamples(), false);
	}

	@Override
	public RecordedChunk stop() throws RecorderException {
		try {
			return withExceptions(endSamples(), true);
		}
		finally {
			stopExceptions();
		}
	}

	@Override
	public boolean tend() {
		return this.exceptions != null && this.exceptions.tend();
	}

	@Override
	public void stretch(Map<ProfileType, Integer> factors) {
		this.stretched = Map.copyOf(factors);
	}

	@Override
	public void refine(Map<ProfileType, Long> intervals) {
		this.refined = Map.copyOf(intervals);
	}

	@Override
	public long stackMemory() throws RecorderException {
		long metric = new EngineMetrics(execute(AsyncProfilerCommand.METRICS)).value(STACK_MEMORY);
		if (metric == EngineMetrics.ABSENT) {
			throw new RecorderException("async-profiler does not tell how much memory its stacks take");
		}
		return metric * 1024;
	}

	@Override
	public String engine() {
		return this.engine;
	}

	@Override
	public SamplingRates rates() {
		SamplingRates sampled = this.running.rates();
		int exceptionInterval = (this.exceptions != null) ? this.exceptions.interval() : 0;
		return (exceptionInterval > 0) ? sampled.with(ProfileType.EXCEPTION, exceptionInterval) : sampled;
	}

	@Override
	public Set<ProfileType> stretchable() {
		return EnumSet.of(ProfileType.CPU, ProfileType.WALL, ProfileType.LOCK, ProfileType.ALLOCATION,
				ProfileType.NATIVE_LOCK, ProfileType.NATIVE_MEMORY);
	}

	@Override
	public List<TypeStatus> types() {
		return Arrays.stream(ProfileType.values()).map(this::status).toList();
	}

	private RecordedChunk begin() throws RecorderException {
		try {
			RecordedChunk first = cutSamples();
			this.cpuEngine = RecordingSettings.cpuEngine(first);
			return first;
		}
		catch (RecorderException ex) {
			stopQuietly(ex);
			stopExceptions();
			throw ex;
		}
	}

	private void stopExceptions() {
		if (this.exceptions != null) {
			this.exceptions.stop();
		}
	}

	private RecordedChunk cutSamples() throws RecorderException {
		execute(AsyncProfilerCommand.CUT);
		return finished();
	}

	private RecordedChunk endSamples() throws RecorderException {
		execute(AsyncProfilerCommand.STOP);
		RecordedChunk chunk = finished();
		Instant collected = GarbageCollections.lastStart();
		// without a collection, nothing is known to live on; the list before tells more
		boolean known = this.running.rates().types().contains(ProfileType.LIVE_HEAP) && collected.isAfter(this.started);
		return known ? chunk.withLiveObjects(collected) : chunk;
	}

	private RecordedChunk withExceptions(RecordedChunk chunk, boolean last) {
		return (this.exceptions != null) ? chunk.withExceptions(this.exceptions.cut(last)) : chunk;
	}

	// otherwise async-profiler would refuse to start another time
	private void stopQuietly(RecorderException reason) {
		try {
			execute(AsyncProfilerCommand.STOP);
		}
		catch (RecorderException ex) {
			reason.addSuppressed(ex);
		}
	}

	private TypeStatus status(ProfileType type) {
		boolean wanted = this.asked.types().contains(type);
		String interval = wanted ? this.asked.text(type) : TypeStatus.OFF;
		if (!wanted) {
			return new TypeStatus(type, interval, TypeStatus.OFF, "switched off");
		}
		if (type == ProfileType.EXCEPTION) {
			return exceptionStatus(interval);
		}
		if (!SUPPORTED.contains(type)) {
			return new TypeStatus(type, interval, TypeStatus.OFF, "async-profiler does not record this type");
		}
		if (!rates().types().contains(type)) {
			return new TypeStatus(type, interval, TypeStatus.OFF,
					(type == ProfileType.CPU) ? noCpuReason() : this.refusal);
		}
		String effective = rates().text(type);
		String stretching = TypeStatus.change(this.asked.interval(type), rates().interval(type));
		if (type != ProfileType.CPU) {
			return new TypeStatus(type, interval, effective, stretching);
		}
		return new TypeStatus(type, interval, effective + " " + this.cpuEngine, join(stretching, cpuReason()));
	}

	private static @Nullable String join(@Nullable String one, @Nullable String other) {
		return (one != null && other != null) ? one + "; " + other : ((one != null) ? one : other);
	}

	private TypeStatus exceptionStatus(String interval) {
		ProfileType type = ProfileType.EXCEPTION;
		if (this.exceptions == null || this.exceptions.interval() == 0) {
			return new TypeStatus(type, interval, TypeStatus.OFF,
					(this.exceptions != null) ? this.exceptions.refusal() : null);
		}
		return new TypeStatus(type, interval,
				rates().text(type) + ", " + ExceptionSession.MAX_PER_SECOND + " stacks a second at most",
				(rates().interval(type) == 1) ? "of many exceptions " + interval + " is looked at, of few each" : null);
	}

	private String noCpuReason() {
		return "the kernel grants neither perf_events nor timers (" + this.refusal
				+ "); allow perf_event_open or timer_create in the container's seccomp profile";
	}

	private @Nullable String cpuReason() {
		if ("perf_events".equals(this.cpuEngine)) {
			return null;
		}
		if (AsyncProfilerCommand.THREAD_TIMERS.equals(this.running.cpuEvent())) {
			return "without the frames of the kernel; dd.profiling.cpu.kernel-frames asks for them, at a higher cost";
		}
		String reason = (this.refusal == null)
				? "the kernel does not grant perf_events; without them kernel frames are missing"
				: "the kernel grants neither perf_events nor a timer for each thread (" + this.refusal
						+ "); kernel frames are missing, and one timer serves all threads";
		return (this.running.rates().interval(ProfileType.CPU) >= COARSEST_TICK_NANOS) ? reason
				: reason + "; a timer fires once in a tick of the kernel, so that at intervals below 10ms CPU time may"
						+ " be counted too low";
	}

	private AsyncProfilerCommand asAsked() {
		return AsyncProfilerCommand.of(this.asked.only(SUPPORTED).stretched(this.stretched).refined(this.refined),
				this.stackDepth);
	}

	private List<AsyncProfilerCommand> attempts() {
		List<AsyncProfilerCommand> attempts = new ArrayList<>();
		for (Set<ProfileType> sacrifice : SACRIFICES) {
			AsyncProfilerCommand base = asAsked().without(sacrifice);
			if (base.cpuEvent() != null) {
				long interval = this.asked.interval(ProfileType.CPU);
				cpuEvents(base).forEach((event) -> attempts.add(base.cpuEvent(event).offTicks(interval)));
			}
			attempts.add(base.cpuEvent(null));
		}
		return attempts.stream().filter(AsyncProfilerCommand::recordsSomething).distinct().toList();
	}

	// perf_events cost more than twice what timers do, mostly where threads are switched,
	// but a timer fires once in a tick of the kernel
	private List<String> cpuEvents(AsyncProfilerCommand command) {
		boolean exact = this.kernelFrames || command.rates().interval(ProfileType.CPU) < COARSEST_TICK_NANOS;
		return exact ? List.of(AsyncProfilerCommand.PERF_EVENTS, AsyncProfilerCommand.PROCESS_TIMER)
				: List.of(AsyncProfilerCommand.THREAD_TIMERS, AsyncProfilerCommand.PERF_EVENTS,
						AsyncProfilerCommand.PROCESS_TIMER);
	}

	private boolean tryStart(AsyncProfilerCommand command, Path file) throws RecorderException {
		String start = command.start(file) + SignalChoice.option(command.cpuEvent());
		try {
			execute(start);
			return true;
		}
		catch (RecorderException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			this.refusal = (this.refusal != null) ? this.refusal : cause.getMessage();
			return false;
		}
	}

	private String execute(String command) throws RecorderException {
		return NativeCommands.execute(command, this.profiler::execute);
	}

	private RecordedChunk finished() throws RecorderException {
		Path current = this.file;
		if (current == null) {
			throw new RecorderException("The recorder was not started");
		}
		RecordedChunk chunk = ChunkHeader.read(current, (this.last != null) ? this.last.end() : 0);
		this.last = chunk;
		return chunk;
	}

}
