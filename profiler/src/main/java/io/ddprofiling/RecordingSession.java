package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.ddprofiling.export.AbandonedWindows;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.RateLimitedLog;
import io.ddprofiling.export.RecordedWindow;
import io.ddprofiling.export.WindowSource;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.jfr.SampleTimes;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.RecordedChunk;
import io.ddprofiling.recorder.Recorder;
import io.ddprofiling.recorder.RecorderException;
import io.ddprofiling.span.SpanJournal;
import io.ddprofiling.store.AbandonedRun;
import io.ddprofiling.store.Chunk;
import io.ddprofiling.store.ChunkStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the recorder into one store: cuts, rolls and windows. All calls to the
 * recorder are made under this object's lock.
 */
final class RecordingSession implements WindowSource {

	/**
	 * A cut is not repeated within this time: whoever asks for a window then gets one
	 * that ended just before.
	 */
	private static final Duration MIN_CUT_DISTANCE = Duration.ofMillis(500);

	/**
	 * A full disk truncates a recording without any error, so that recording stops while
	 * there is still this much left.
	 */
	private static final long MIN_USABLE_BYTES = 32L * 1024 * 1024;

	/**
	 * The stacks of a recording take native memory that only a new recording gives back.
	 */
	private static final long MAX_STACK_MEMORY = 64L * 1024 * 1024;

	private static final Logger logger = LoggerFactory.getLogger(RecordingSession.class);

	private final Recorder recorder;

	private final ChunkStore store;

	private final ProfileReader reader;

	private final ProfilerCounters counters;

	private final Identity identity;

	private final Duration rollInterval;

	private final Clock clock;

	private final OverheadControl overhead;

	private final SpanJournal spans;

	private final FreeSpace disk;

	private final ActiveCaptures captures;

	private final RateLimitedLog log;

	private Instant lastCut;

	private long lastCutNanos;

	private boolean cutSinceStart;

	private long fileStartedNanos;

	private long exported;

	private volatile Condition condition;

	RecordingSession(Recorder recorder, ChunkStore store, ProfileReader reader, ProfilerCounters counters,
			Identity identity, Duration rollInterval, Clock clock, OverheadControl overhead, SpanJournal spans) {
		this(recorder, store, reader, counters, identity, rollInterval, clock, overhead, spans, store::usableBytes);
	}

	RecordingSession(Recorder recorder, ChunkStore store, ProfileReader reader, ProfilerCounters counters,
			Identity identity, Duration rollInterval, Clock clock, OverheadControl overhead, SpanJournal spans,
			FreeSpace disk) {
		this.recorder = recorder;
		this.store = store;
		this.reader = reader;
		this.counters = counters;
		this.identity = identity;
		this.rollInterval = rollInterval;
		this.clock = clock;
		this.overhead = overhead;
		this.spans = spans;
		this.disk = disk;
		this.captures = new ActiveCaptures(disk, MIN_USABLE_BYTES);
		this.log = new RateLimitedLog(logger, clock);
		this.lastCut = clock.instant();
		this.lastCutNanos = System.nanoTime();
		this.condition = new Condition(ProfilerState.STOPPED, null, this.lastCut);
	}

	synchronized void start() throws RecorderException {
		if (!hasRoom()) {
			throw new RecorderException(noRoom());
		}
		beginAnew();
		this.overhead.restart();
		become(ProfilerState.RUNNING, null);
	}

	/**
	 * Brings recorded samples to disk, gives up what is too old, and repairs a recording
	 * that was broken off. Called regularly.
	 */
	synchronized void flush() {
		if (is(ProfilerState.STOPPED)) {
			return;
		}
		cut();
		// what a capture asks for is not too much
		boolean intervalsChange = !this.captures.isFine() && this.overhead.look();
		this.store.retain(this.clock.instant());
		if (is(ProfilerState.PAUSED)) {
			return;
		}
		if (!hasRoom()) {
			interrupt(noRoom());
		}
		else if (is(ProfilerState.INTERRUPTED)) {
			restart();
		}
		else if (intervalsChange || isRollDue()) {
			roll();
		}
	}

	/**
	 * Lets the recorder follow what the application does. Called about once a second.
	 */
	synchronized void tend() {
		endCaptures();
		if (!is(ProfilerState.RUNNING)) {
			this.spans.discard();
			return;
		}
		this.spans.drain();
		if (this.recorder.tend()) {
			roll();
		}
	}

	/**
	 * Begins to copy what is recorded into a capture, and some of what was recorded.
	 * @param capture the capture
	 */
	synchronized void capture(RunningCapture capture) {
		if (is(ProfilerState.STOPPED)) {
			capture.end(null, "The profiler was stopped before", true);
			return;
		}
		try {
			beginCapture(capture);
		}
		catch (RuntimeException | Error ex) {
			// it would seem to be recorded for ever
			capture.end(null, "It could not be begun: " + ex, true);
			throw ex;
		}
	}

	private void beginCapture(RunningCapture capture) {
		if (this.captures.refine(capture, this.recorder)) {
			if (is(ProfilerState.RUNNING)) {
				roll();
			}
			if (is(ProfilerState.INTERRUPTED)) {
				// as usual, it may be possible
				this.captures.giveUp(capture, this.recorder);
				restart();
			}
			capture.beginAt(this.clock.instant());
		}
		List<Chunk> before = this.store.overlapping(capture.capture().window());
		capture.notBefore(before.isEmpty() ? this.lastCut : before.get(0).window().start());
		this.captures.begin(capture, before);
	}

	private void endCaptures() {
		long now = System.nanoTime();
		boolean due = this.captures.areDue(now);
		if (this.captures.restore(now, this.recorder)) {
			this.overhead.restart();
			if (is(ProfilerState.RUNNING)) {
				roll();
			}
		}
		else if (due) {
			cut();
		}
		this.captures.endDue(now, this::liveHeap);
	}

	/**
	 * Ends the recording for the time being; what is stored stays.
	 */
	synchronized void pause() {
		if (is(ProfilerState.RUNNING)) {
			end();
			this.captures.note("Profiling was paused, some of the time is missing");
		}
		if (!is(ProfilerState.STOPPED) && !is(ProfilerState.PAUSED)) {
			become(ProfilerState.PAUSED, "paused on request, until it is resumed on request");
			logger.info("Profiling is paused");
		}
	}

	/**
	 * Begins a new recording after a pause. If that is not possible, it is tried again
	 * with every flush.
	 */
	synchronized void resume() {
		if (!is(ProfilerState.PAUSED)) {
			return;
		}
		if (hasRoom()) {
			restart();
		}
		else {
			interrupt(noRoom());
		}
		if (is(ProfilerState.RUNNING)) {
			logger.info("Profiling is resumed");
		}
	}

	synchronized List<Chunk> chunks(TimeWindow window) {
		return this.store.overlapping(window);
	}

	/**
	 * Ends a window now, unless one ended just before.
	 * @return when the newest window ended
	 */
	synchronized Instant cutIfOlder() {
		boolean recent = this.cutSinceStart && System.nanoTime() - this.lastCutNanos < MIN_CUT_DISTANCE.toNanos();
		if (!recent) {
			cut();
		}
		return this.lastCut;
	}

	@Override
	public synchronized List<RecordedWindow> next() {
		cut();
		List<Chunk> chunks = this.store.after(this.exported);
		if (!chunks.isEmpty()) {
			this.exported = chunks.get(chunks.size() - 1).sequence();
		}
		List<RecordedWindow> windows = ContiguousWindows.of(this.identity, chunks);
		windows.forEach((window) -> this.store.windowEnded(window.first(), window.last()));
		return windows;
	}

	@Override
	public void begin(List<String> exporters) {
		this.store.deliverTo(exporters);
	}

	@Override
	public void settled(String exporter, RecordedWindow window) {
		this.store.settled(exporter, window.first(), window.last());
	}

	@Override
	public @Nullable AbandonedWindows takeOver(List<String> exporters) {
		try {
			AbandonedRun run = this.store.takeOver(this.identity, exporters, TakenOverRun::scan);
			return (run != null) ? new TakenOverRun(run, this.reader, this.rollInterval) : null;
		}
		catch (IOException ex) {
			logger.debug("Runs before this one cannot be looked for", ex);
			return null;
		}
	}

	@Override
	public ProfileWindow load(RecordedWindow window) {
		ProfileWindow loaded = new ProfileWindow(window.identity(), window.chunks(), this.reader.read(window.chunks(),
				liveHeap(window.window()), window.window(), recordedTypes(window.chunks())));
		this.counters.counted(window, loaded.profile());
		return loaded;
	}

	static Set<ProfileType> recordedTypes(List<Chunk> chunks) {
		Set<ProfileType> types = EnumSet.noneOf(ProfileType.class);
		chunks.forEach((chunk) -> types.addAll(chunk.rates().types()));
		return types;
	}

	/**
	 * The newest list of live objects a window may show. A list from before a long pause
	 * tells of objects that are gone by now.
	 * @param window the window
	 * @return the chunk that ends with the list, or {@code null} if there is none
	 */
	@Nullable Chunk liveHeap(TimeWindow window) {
		return recent(this.store.newestLiveHeap(window.end()), window, this.rollInterval);
	}

	static @Nullable Chunk recent(@Nullable Chunk liveHeap, TimeWindow window, Duration rollInterval) {
		Instant oldest = window.start().minus(rollInterval.multipliedBy(2));
		return (liveHeap != null && liveHeap.window().end().isBefore(oldest)) ? null : liveHeap;
	}

	/**
	 * Ends the recording. Who comes later finds what is stored but never reaches the
	 * recorder, which may be recording for another session then.
	 */
	synchronized void stop() {
		if (is(ProfilerState.RUNNING)) {
			end();
		}
		this.captures.endAll("The profiler was stopped before its end");
		become(ProfilerState.STOPPED, "stopped");
	}

	Overhead overhead() {
		return this.overhead.status();
	}

	/**
	 * Whether it records. Does not wait for a cut.
	 * @return the present condition
	 */
	Condition condition() {
		return this.condition;
	}

	private boolean is(ProfilerState state) {
		return this.condition.state() == state;
	}

	private void become(ProfilerState state, @Nullable String reason) {
		this.condition = this.condition.next(state, reason, this.clock.instant());
	}

	private void beginAnew() throws RecorderException {
		this.overhead.begins();
		begin();
		// nothing but the empty first chunk was cut
		this.cutSinceStart = false;
	}

	private void begin() throws RecorderException {
		long starting = System.nanoTime();
		RecordedChunk first = this.recorder.start(newFile());
		this.fileStartedNanos = System.nanoTime();
		this.overhead.began(first);
		add(first, starting);
	}

	private Path newFile() throws RecorderException {
		try {
			return this.store.newFile();
		}
		catch (IOException ex) {
			throw new RecorderException("recordings cannot be kept in " + this.store.directory() + " any more (" + ex
					+ "); make it writable or set dd.profiling.store.directory", ex);
		}
	}

	private void end() {
		long stopping = System.nanoTime();
		try {
			add(this.recorder.stop(), stopping);
		}
		catch (RecorderException ex) {
			this.counters.lostRecording();
			logger.debug("The recording did not end well", ex);
		}
	}

	private void cut() {
		if (!is(ProfilerState.RUNNING)) {
			return;
		}
		long cutting = System.nanoTime();
		try {
			add(this.recorder.cut(), cutting);
			this.counters.cut();
		}
		catch (RecorderException ex) {
			interrupt(ex.getMessage());
			this.counters.lostRecording();
		}
	}

	private void roll() {
		try {
			this.overhead.begins();
			long stopping = System.nanoTime();
			add(this.recorder.finishFile(), stopping);
			begin();
			this.counters.roll(Duration.ofNanos(this.fileStartedNanos - stopping));
		}
		catch (RecorderException ex) {
			interrupt(ex.getMessage());
			this.counters.lostRecording();
		}
	}

	private boolean isRollDue() {
		return System.nanoTime() - this.fileStartedNanos > this.rollInterval.toNanos() || this.store.newestFileIsLarge()
				|| isStackMemoryLarge();
	}

	private boolean isStackMemoryLarge() {
		try {
			return this.recorder.stackMemory() > MAX_STACK_MEMORY;
		}
		catch (RecorderException ex) {
			logger.debug("The recorder does not tell how much memory it takes", ex);
			return false;
		}
	}

	private void interrupt(@Nullable String reason) {
		boolean recording = is(ProfilerState.RUNNING);
		if (ShutdownHook.isJvmEnding()) {
			// the JDK ends its Flight Recorder as soon as the shutdown begins
			logger.info("The recording has ended with the JVM; samples since the last flush are lost");
		}
		else if (!is(ProfilerState.INTERRUPTED)) {
			this.log.trouble("DDP-112 Profiling is interrupted and will be tried again: " + reason);
		}
		become(ProfilerState.INTERRUPTED, String.valueOf(reason));
		if (recording) {
			this.captures.note("The recording was interrupted, some of the time is missing");
			stopBroken();
		}
	}

	private void stopBroken() {
		try {
			this.recorder.stop();
		}
		catch (RecorderException ex) {
			logger.debug("The interrupted recording could not be ended", ex);
		}
	}

	private void restart() {
		this.lastCut = this.clock.instant();
		this.lastCutNanos = System.nanoTime();
		try {
			beginAnew();
			become(ProfilerState.RUNNING, null);
			this.log.recovered("Profiling goes on");
		}
		catch (RecorderException ex) {
			interrupt(ex.getMessage());
			logger.debug("Profiling cannot go on yet", ex);
		}
	}

	// the time before the recorder ended the chunk: a sample taken meanwhile can be in
	// this chunk or in the next
	private void add(RecordedChunk chunk, long endingNanos) {
		this.overhead.recorded(chunk);
		Instant now = this.clock.instant();
		long nanos = System.nanoTime();
		// when the wall clock was set back, the window keeps its length instead of its
		// start
		Instant start = now.isBefore(this.lastCut) ? now.minusNanos(nanos - this.lastCutNanos) : this.lastCut;
		TimeWindow window = new TimeWindow(start, now);
		Chunk stored = this.store.add(chunk.offset(), chunk.size(), window, this.recorder.rates(), chunk.collected(),
				chunk.exceptions(), spans(chunk, window, endingNanos));
		this.lastCut = now;
		this.lastCutNanos = nanos;
		this.cutSinceStart = true;
		this.captures.recorded(stored);
	}

	// without its spans a chunk is still worth keeping
	private byte[] spans(RecordedChunk chunk, TimeWindow window, long endingNanos) {
		try {
			return this.spans.cut(endingNanos - Recorder.LONGEST_DELAY.toNanos(), sampleTimes(chunk, window));
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			logger.debug("The requests of a chunk are not kept", ex);
			return new byte[0];
		}
	}

	private SampleTimes sampleTimes(RecordedChunk chunk, TimeWindow window) {
		return new SampleTimes(new Chunk(0, chunk.file(), chunk.offset(), chunk.size(), window, this.recorder.rates(),
				null, chunk.exceptions(), null));
	}

	private String noRoom() {
		return "Less than " + MIN_USABLE_BYTES / 1024 / 1024 + " MB are left in " + this.store.directory()
				+ "; free some or set dd.profiling.store.directory";
	}

	private boolean hasRoom() {
		try {
			return this.disk.bytes() >= MIN_USABLE_BYTES;
		}
		catch (IOException ex) {
			logger.debug("The disk does not tell how much is left", ex);
			return true;
		}
	}

	/**
	 * How much the disk has left.
	 */
	interface FreeSpace {

		long bytes() throws IOException;

	}

}
