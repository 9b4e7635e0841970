package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.chunk.FileParts;
import io.ddprofiling.profile.ExceptionRecording;
import org.jspecify.annotations.Nullable;

/**
 * Records the constructors of exceptions with a second async-profiler. Its session goes
 * on when the recording of the application is rolled, because a restart leaks classes;
 * what it has recorded is copied from its own file to the one beside that recording.
 */
final class ExceptionSession {

	/**
	 * Stacks that are recorded in a second at most. Recording one takes about 7 µs,
	 * counting one 15 to 200 ns.
	 */
	static final int MAX_PER_SECOND = 50;

	private static final long MAX_FILE_BYTES = 32L * 1024 * 1024;

	/**
	 * Stacks are kept by the second: a part of one may have exceptions and no stacks.
	 */
	private static final long MIN_CUT_NANOS = 1_100_000_000;

	/**
	 * What async-profiler says if it is to start and does record.
	 */
	private static final String RUNNING = "already started";

	private static final String COUNTED = "samples_total";

	private final ProfilerCopy profiler;

	private final int stackDepth;

	private final ExceptionRate rate;

	private final List<ExceptionRecording> finished = new ArrayList<>();

	private @Nullable Path file;

	private @Nullable Path target;

	private int files;

	private int interval;

	private long end;

	private long counted;

	private long lookedAt;

	private long lastLook;

	private long lastCut;

	ExceptionSession(ProfilerCopy profiler, int interval, int stackDepth) {
		this.profiler = profiler;
		this.stackDepth = stackDepth;
		this.rate = new ExceptionRate(interval);
	}

	// Instruments the constructor of Throwable and takes that back: for the first time
	// it makes the JVM forget compiled code, which costs little while there is little.
	static void rehearse(ProfilerCopy profiler, Path directory) throws RecorderException {
		Path file = directory.resolve("rehearsal-" + ProcessHandle.current().pid() + ".jfr");
		try {
			profiler.execute(command(Integer.MAX_VALUE, 1, file));
			profiler.execute(AsyncProfilerCommand.STOP);
		}
		finally {
			file.toFile().delete();
		}
	}

	/**
	 * Starts to record, or goes on, and leaves finished recordings in another file. To be
	 * called while the application is not recorded: whichever async-profiler starts last
	 * is the one to hear of new threads.
	 * @param beside the next recording of the application
	 * @throws RecorderException if exceptions cannot be recorded
	 */
	void start(Path beside) throws RecorderException {
		String name = String.valueOf(beside.getFileName()).replaceFirst("\\.jfr$", "");
		this.target = beside.resolveSibling(name + "-exceptions.jfr");
		Path current = this.file;
		if (current == null) {
			begin(beside);
		}
		else if (isRestartDue(current)) {
			end(AsyncProfilerCommand.STOP);
			this.file = null;
			current.toFile().delete();
			begin(beside);
		}
	}

	/**
	 * Looks at how many exceptions are thrown.
	 * @return whether the recording must be started again, to change its interval or to
	 * keep its file small
	 * @throws RecorderException if exceptions are not recorded any more
	 */
	boolean tend() throws RecorderException {
		Path current = this.file;
		if (current == null) {
			return false;
		}
		long now = System.nanoTime();
		long count = count();
		this.rate.observe(count - this.lookedAt, (now - this.lastLook) / 1e9);
		this.lookedAt = count;
		this.lastLook = now;
		return isRestartDue(current);
	}

	/**
	 * Ends a recording and begins the next, unless one has ended just before: what was
	 * recorded since is a part of the next then.
	 * @param last whether there is no next
	 * @return what was recorded since the last cut, empty if no exception was thrown
	 * @throws RecorderException if exceptions are not recorded any more
	 */
	List<ExceptionRecording> cut(boolean last) throws RecorderException {
		boolean due = last || System.nanoTime() - this.lastCut >= MIN_CUT_NANOS;
		if (this.file != null && due && count() > this.counted) {
			end(AsyncProfilerCommand.CUT);
		}
		List<ExceptionRecording> result = List.copyOf(this.finished);
		this.finished.clear();
		return result;
	}

	/**
	 * Stops recording.
	 */
	void stop() {
		Path current = this.file;
		this.file = null;
		if (current != null) {
			try {
				this.profiler.execute(AsyncProfilerCommand.STOP);
			}
			catch (RecorderException ex) {
				// it was not recording any more
			}
			current.toFile().delete();
		}
	}

	int interval() {
		return this.interval;
	}

	private boolean isRestartDue(Path current) {
		return this.rate.interval() != this.interval || current.toFile().length() > MAX_FILE_BYTES;
	}

	private void begin(Path beside) throws RecorderException {
		Path next = beside.resolveSibling("exceptions-" + (++this.files) + ".jfr");
		this.interval = this.rate.interval();
		execute(command(this.interval, this.stackDepth, next));
		this.file = next;
		this.end = 0;
		this.counted = 0;
		this.lookedAt = 0;
		this.lastLook = System.nanoTime();
		this.lastCut = this.lastLook - MIN_CUT_NANOS;
	}

	private void execute(String start) throws RecorderException {
		try {
			this.profiler.execute(start);
		}
		catch (RecorderException ex) {
			if (!String.valueOf(ex.getMessage()).contains(RUNNING)) {
				throw ex;
			}
			// a session before this one could not be stopped
			this.profiler.execute(AsyncProfilerCommand.STOP);
			this.profiler.execute(start);
		}
	}

	private void end(String command) throws RecorderException {
		Path current = this.file;
		Path copy = this.target;
		if (current == null || copy == null) {
			return;
		}
		long count = count();
		this.profiler.execute(command);
		this.lastCut = System.nanoTime();
		RecordedChunk chunk = ChunkHeader.read(current, this.end);
		this.end = chunk.end();
		if (count > this.counted) {
			this.finished.add(copy(chunk, copy, count - this.counted));
		}
		this.counted = count;
	}

	// the sampled and the skipped, each standing for as many as the interval says
	private long count() throws RecorderException {
		long metric = new EngineMetrics(this.profiler.execute(AsyncProfilerCommand.METRICS)).value(COUNTED);
		return (metric != EngineMetrics.ABSENT) ? metric * this.interval : this.counted;
	}

	private static ExceptionRecording copy(RecordedChunk chunk, Path target, long thrown) throws RecorderException {
		try {
			long offset = FileParts.append(chunk.file(), chunk.offset(), chunk.size(), target);
			return new ExceptionRecording(target, offset, chunk.size(), thrown);
		}
		catch (IOException ex) {
			throw new RecorderException("The recording " + target + " cannot be written: " + ex + "; is the disk full?",
					ex);
		}
	}

	private static String command(int interval, int stackDepth, Path file) throws RecorderException {
		return "start,jfr," + AsyncProfilerCommand.NO_SYSTEM_PROPERTIES
				+ ",clock=monotonic,loglevel=none,event=java.lang.Throwable.<init>,interval=" + interval
				+ ",ratelimit=cpu:" + MAX_PER_SECOND + ",jstackdepth=" + stackDepth + ",file="
				+ AsyncProfilerCommand.path(file);
	}

}
