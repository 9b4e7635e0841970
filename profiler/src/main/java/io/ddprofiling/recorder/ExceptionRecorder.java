package io.ddprofiling.recorder;

import java.nio.file.Path;
import java.util.List;

import io.ddprofiling.profile.ExceptionRecording;
import org.jspecify.annotations.Nullable;

/**
 * Records exceptions as well as it can: if it cannot, the other types are recorded all
 * the same, and the next recording file is another chance.
 */
final class ExceptionRecorder {

	/**
	 * What async-profiler calls the class it puts into the JVM, which has room for one.
	 */
	private static final String INSTRUMENTED = "Instrument class";

	private static final String TRACED = "another async-profiler traces methods in this JVM, that of another class"
			+ " loader for example";

	private final int interval;

	private final int stackDepth;

	private final @Nullable Path libraryPath;

	private final Path directory;

	private @Nullable ExceptionSession session;

	private @Nullable String refusal;

	private int last;

	ExceptionRecorder(int interval, int stackDepth, @Nullable Path libraryPath, Path directory) {
		this.interval = interval;
		this.stackDepth = stackDepth;
		this.libraryPath = libraryPath;
		this.directory = directory;
	}

	/**
	 * Starts to record, or goes on, while the application is not recorded.
	 * @param beside the next recording of the application
	 */
	void start(Path beside) {
		if (this.refusal != null) {
			stop();
			this.refusal = null;
		}
		attempt(() -> {
			ExceptionSession running = this.session;
			if (running == null) {
				ProfilerCopy copy = ProfilerCopy.load(this.libraryPath, this.directory);
				running = new ExceptionSession(copy, this.interval, this.stackDepth);
				this.session = running;
			}
			running.start(beside);
			this.last = running.interval();
			return true;
		}, false);
	}

	List<ExceptionRecording> cut(boolean last) {
		ExceptionSession running = this.session;
		return (isRecording() && running != null) ? attempt(() -> running.cut(last), List.of()) : List.of();
	}

	boolean tend() {
		ExceptionSession running = this.session;
		return isRecording() && running != null && attempt(running::tend, true);
	}

	void stop() {
		ExceptionSession running = this.session;
		this.session = null;
		if (running != null) {
			running.stop();
		}
	}

	boolean isRecording() {
		return this.session != null && this.refusal == null;
	}

	/**
	 * How many exceptions there are to one that is looked at, also after the end of the
	 * recording.
	 * @return the interval, or 0 if exceptions were not recorded
	 */
	int interval() {
		return this.last;
	}

	@Nullable String refusal() {
		return this.refusal;
	}

	// a session that failed is not stopped at once: that would cut the recording of the
	// application off from new threads
	private <T> T attempt(Attempt<T> attempt, T otherwise) {
		try {
			return attempt.make();
		}
		catch (RecorderException ex) {
			this.last = 0;
			this.refusal = String.valueOf(ex.getMessage()).contains(INSTRUMENTED) ? TRACED : ex.getMessage();
			return otherwise;
		}
	}

	/**
	 * A step that can fail.
	 *
	 * @param <T> the result
	 */
	private interface Attempt<T> {

		T make() throws RecorderException;

	}

}
