package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.RateLimitedLog;
import io.ddprofiling.export.RecordedWindow;
import io.ddprofiling.export.WindowSource;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.RecordedChunk;
import io.ddprofiling.recorder.Recorder;
import io.ddprofiling.recorder.RecorderException;
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

	private final FreeSpace disk;

	private final RateLimitedLog log;

	private Instant lastCut;

	private long lastCutNanos;

	private long fileStartedNanos;

	private long exported;

	private @Nullable String interruption;

	private boolean stopped;

	RecordingSession(Recorder recorder, ChunkStore store, ProfileReader reader, ProfilerCounters counters,
			Identity identity, Duration rollInterval, Clock clock, OverheadControl overhead) {
		this(recorder, store, reader, counters, identity, rollInterval, clock, overhead, store::usableBytes);
	}

	RecordingSession(Recorder recorder, ChunkStore store, ProfileReader reader, ProfilerCounters counters,
			Identity identity, Duration rollInterval, Clock clock, OverheadControl overhead, FreeSpace disk) {
		this.recorder = recorder;
		this.store = store;
		this.reader = reader;
		this.counters = counters;
		this.identity = identity;
		this.rollInterval = rollInterval;
		this.clock = clock;
		this.overhead = overhead;
		this.disk = disk;
		this.log = new RateLimitedLog(logger, clock);
		this.lastCut = clock.instant();
		this.lastCutNanos = System.nanoTime();
	}

	synchronized void start() throws RecorderException {
		if (!hasRoom()) {
			throw new RecorderException("Less than " + MIN_USABLE_BYTES / 1024 / 1024 + " MB are left in "
					+ this.store.directory() + "; free some or set dd.profiling.store.directory");
		}
		this.overhead.begins();
		begin();
	}

	/**
	 * Brings recorded samples to disk, gives up what is too old, and repairs a recording
	 * that was broken off. Called regularly.
	 */
	synchronized void flush() {
		if (this.stopped) {
			return;
		}
		cut();
		boolean intervalsChange = this.overhead.look();
		this.store.retain(this.clock.instant());
		if (!hasRoom()) {
			interrupt("less than " + MIN_USABLE_BYTES / 1024 / 1024 + " MB are left in " + this.store.directory());
		}
		else if (this.interruption != null) {
			restart();
		}
		else if (intervalsChange || isRollDue()) {
			roll();
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
		boolean recent = System.nanoTime() - this.lastCutNanos < MIN_CUT_DISTANCE.toNanos();
		if (!recent) {
			cut();
		}
		return this.lastCut;
	}

	@Override
	public synchronized @Nullable RecordedWindow next() {
		cut();
		List<Chunk> chunks = untilClockSetBack(this.store.after(this.exported));
		if (chunks.isEmpty()) {
			return null;
		}
		Chunk newest = chunks.get(chunks.size() - 1);
		this.exported = newest.sequence();
		return new RecordedWindow(this.identity, new TimeWindow(chunks.get(0).window().start(), newest.window().end()),
				chunks);
	}

	@Override
	public ProfileWindow load(RecordedWindow window) {
		ProfileWindow loaded = new ProfileWindow(window.identity(), window.chunks(), this.reader.read(window.chunks(),
				this.store.newestLiveHeap(window.window().end()), window.window(), this.recorder.rates().types()));
		this.counters.counted(window, loaded.profile());
		return loaded;
	}

	/**
	 * Ends the recording. Who comes later finds what is stored but never reaches the
	 * recorder, which may be recording for another session then.
	 */
	synchronized void stop() {
		if (!this.stopped && this.interruption == null) {
			try {
				add(this.recorder.stop());
			}
			catch (RecorderException ex) {
				logger.debug("The recording did not end well", ex);
			}
		}
		this.stopped = true;
	}

	Overhead overhead() {
		return this.overhead.status();
	}

	synchronized @Nullable String interruption() {
		return this.interruption;
	}

	// a window cannot end before it starts: what was recorded after the clock was set
	// back is left for the next one
	private static List<Chunk> untilClockSetBack(List<Chunk> chunks) {
		for (int i = 1; i < chunks.size(); i++) {
			if (chunks.get(i).window().start().isBefore(chunks.get(i - 1).window().end())) {
				return chunks.subList(0, i);
			}
		}
		return chunks;
	}

	private void begin() throws RecorderException {
		RecordedChunk first = this.recorder.start(newFile());
		this.fileStartedNanos = System.nanoTime();
		this.overhead.began(first);
		add(first);
	}

	private Path newFile() throws RecorderException {
		try {
			return this.store.newFile();
		}
		catch (IOException ex) {
			throw new RecorderException(
					"recordings cannot be kept in " + this.store.directory() + " any more (" + ex + ")", ex);
		}
	}

	private void cut() {
		if (this.stopped || this.interruption != null) {
			return;
		}
		try {
			add(this.recorder.cut());
			this.counters.cut();
		}
		catch (RecorderException ex) {
			this.counters.lostRecording();
			interrupt(ex.getMessage());
		}
	}

	private void roll() {
		try {
			this.overhead.begins();
			long stopping = System.nanoTime();
			add(this.recorder.stop());
			begin();
			this.counters.roll(Duration.ofNanos(this.fileStartedNanos - stopping));
		}
		catch (RecorderException ex) {
			this.counters.lostRecording();
			interrupt(ex.getMessage());
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
		if (this.interruption == null) {
			this.interruption = String.valueOf(reason);
			this.log.trouble("Profiling is interrupted and will be tried again: " + this.interruption);
			try {
				this.recorder.stop();
			}
			catch (RecorderException ex) {
				logger.debug("The interrupted recording could not be ended", ex);
			}
		}
	}

	private void restart() {
		try {
			this.lastCut = this.clock.instant();
			this.lastCutNanos = System.nanoTime();
			this.overhead.begins();
			begin();
			this.interruption = null;
			this.log.recovered("Profiling goes on");
		}
		catch (RecorderException ex) {
			this.interruption = String.valueOf(ex.getMessage());
			logger.debug("Profiling cannot go on yet", ex);
		}
	}

	private void add(RecordedChunk chunk) {
		this.overhead.recorded(chunk);
		Instant now = this.clock.instant();
		long nanos = System.nanoTime();
		// when the wall clock was set back, the window keeps its length instead of its
		// start
		Instant start = now.isBefore(this.lastCut) ? now.minusNanos(nanos - this.lastCutNanos) : this.lastCut;
		this.store.add(chunk.offset(), chunk.size(), new TimeWindow(start, now), this.recorder.rates(),
				chunk.collected());
		this.lastCut = now;
		this.lastCutNanos = nanos;
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
