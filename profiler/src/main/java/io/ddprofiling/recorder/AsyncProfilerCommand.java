package io.ddprofiling.recorder;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import org.jspecify.annotations.Nullable;

/**
 * The commands that are given to async-profiler. They are made of numbers and of a file
 * name of our own only: an unknown option is no error there, so nothing else may get in.
 *
 * @param rates the types to record and their intervals
 * @param cpuEvent the event that samples CPU time, {@code null} if that is off
 * @param stackDepth the deepest Java stack to record
 */
record AsyncProfilerCommand(SamplingRates rates, @Nullable String cpuEvent, int stackDepth) {

	/**
	 * Cuts the recording: the JFR output stays in its file.
	 */
	static final String CUT = "dump,jfr";

	static final String STOP = "stop";

	static final String METRICS = "metrics";

	/**
	 * A fuse only, as a recording is given up for a new one long before: what comes after
	 * is recorded without its stack.
	 */
	private static final String STACK_MEMORY_LIMIT = ",memlimit=256m";

	/**
	 * What {@code jfropts=3} leaves out of a recording: system information and system
	 * properties, which can hold secrets.
	 */
	static final String NO_SYSTEM_PROPERTIES = "jfropts=3";

	/**
	 * {@code perf_events}, or where the kernel does not grant them a timer for each
	 * thread.
	 */
	static final String PERF_EVENTS = "cpu";

	/**
	 * A timer for each thread.
	 */
	static final String THREAD_TIMERS = "ctimer";

	/**
	 * One timer for the process.
	 */
	static final String PROCESS_TIMER = "itimer";

	/**
	 * A timer fires at a tick of the kernel, each 1, 4 or 10 ms. With an interval of
	 * whole ticks, work that takes as long would be met in the same place each time.
	 */
	private static final long OFF_TICKS = 3_000_000;

	private static final long SHORTEST_OFF_TICKS = 20_000_000;

	static AsyncProfilerCommand of(SamplingRates rates, int stackDepth) {
		return new AsyncProfilerCommand(rates, rates.types().contains(ProfileType.CPU) ? THREAD_TIMERS : null,
				stackDepth);
	}

	String start(Path file) throws RecorderException {
		StringBuilder command = new StringBuilder("start,jfr,").append(NO_SYSTEM_PROPERTIES)
			.append(",clock=monotonic,loglevel=none,jstackdepth=")
			.append(this.stackDepth)
			.append(STACK_MEMORY_LIMIT);
		if (this.cpuEvent != null) {
			command.append(",event=").append(this.cpuEvent);
		}
		append(command, "interval", ProfileType.CPU);
		append(command, "wall", ProfileType.WALL);
		append(command, "alloc", records(ProfileType.ALLOCATION) ? ProfileType.ALLOCATION : ProfileType.LIVE_HEAP);
		command.append(records(ProfileType.LIVE_HEAP) ? ",live" : "");
		append(command, "lock", ProfileType.LOCK);
		append(command, "nativelock", ProfileType.NATIVE_LOCK);
		append(command, "nativemem", ProfileType.NATIVE_MEMORY);
		// frees are two to three orders of magnitude more events, and nothing reads them
		command.append(records(ProfileType.NATIVE_MEMORY) ? ",nofree" : "");
		return command.append(",file=").append(path(file)).toString();
	}

	static String path(Path file) throws RecorderException {
		String path = file.toAbsolutePath().toString();
		if (path.indexOf(',') >= 0) {
			throw new RecorderException(
					"The path of a recording must not contain a comma, which async-profiler separates its options with: "
							+ path + "; set dd.profiling.store.directory");
		}
		return path;
	}

	AsyncProfilerCommand cpuEvent(@Nullable String event) {
		return new AsyncProfilerCommand((event != null) ? this.rates : without(EnumSet.of(ProfileType.CPU)).rates,
				event, this.stackDepth);
	}

	/**
	 * Takes an interval of CPU time that was made longer out of step with timers.
	 * @param asked the interval that was asked for
	 * @return this command, or one with a shorter interval
	 */
	AsyncProfilerCommand offTicks(long asked) {
		long interval = this.rates.interval(ProfileType.CPU);
		boolean timed = this.cpuEvent != null && !PERF_EVENTS.equals(this.cpuEvent);
		return (timed && interval > asked && interval >= SHORTEST_OFF_TICKS) ? new AsyncProfilerCommand(
				this.rates.with(ProfileType.CPU, interval - OFF_TICKS), this.cpuEvent, this.stackDepth) : this;
	}

	AsyncProfilerCommand without(Set<ProfileType> types) {
		Set<ProfileType> remaining = EnumSet.allOf(ProfileType.class);
		remaining.removeAll(types);
		return new AsyncProfilerCommand(this.rates.only(remaining), this.cpuEvent, this.stackDepth);
	}

	boolean recordsSomething() {
		return !this.rates.types().isEmpty();
	}

	private boolean records(ProfileType type) {
		return this.rates.types().contains(type);
	}

	private void append(StringBuilder command, String option, ProfileType type) {
		if (records(type)) {
			command.append(',').append(option).append('=').append(this.rates.interval(type));
		}
	}

}
