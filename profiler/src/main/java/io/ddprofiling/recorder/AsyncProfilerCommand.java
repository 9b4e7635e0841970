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
 * @param rates the intervals
 * @param cpuEvent the event that samples CPU time, {@code null} if that is off
 * @param types the other types to record
 * @param stackDepth the deepest Java stack to record
 */
record AsyncProfilerCommand(SamplingRates rates, @Nullable String cpuEvent, Set<ProfileType> types, int stackDepth) {

	/**
	 * Cuts the recording: the JFR output stays in its file.
	 */
	static final String CUT = "dump,jfr";

	static final String STOP = "stop";

	/**
	 * What {@code jfropts=3} leaves out of a recording: system information and system
	 * properties, which can hold secrets.
	 */
	private static final String NO_SYSTEM_PROPERTIES = "jfropts=3";

	String start(Path file) {
		String path = file.toAbsolutePath().toString();
		if (path.indexOf(',') >= 0) {
			throw new IllegalArgumentException("'file' must not contain a comma: " + path);
		}
		StringBuilder command = new StringBuilder("start,jfr,").append(NO_SYSTEM_PROPERTIES)
			.append(",clock=monotonic,loglevel=none,jstackdepth=")
			.append(this.stackDepth);
		if (this.cpuEvent != null) {
			command.append(",event=").append(this.cpuEvent).append(",interval=").append(this.rates.cpuIntervalNanos());
		}
		if (this.types.contains(ProfileType.WALL)) {
			command.append(",wall=").append(this.rates.wallIntervalNanos());
		}
		if (this.types.contains(ProfileType.ALLOCATION)) {
			command.append(",alloc=").append(this.rates.allocationIntervalBytes());
		}
		if (this.types.contains(ProfileType.LOCK)) {
			command.append(",lock=").append(this.rates.lockIntervalNanos());
		}
		return command.append(",file=").append(path).toString();
	}

	AsyncProfilerCommand cpuEvent(@Nullable String event) {
		return new AsyncProfilerCommand(this.rates, event, this.types, this.stackDepth);
	}

	AsyncProfilerCommand without(ProfileType type) {
		Set<ProfileType> remaining = EnumSet.noneOf(ProfileType.class);
		remaining.addAll(this.types);
		remaining.remove(type);
		return new AsyncProfilerCommand(this.rates, this.cpuEvent, remaining, this.stackDepth);
	}

	boolean recordsSomething() {
		return this.cpuEvent != null || !this.types.isEmpty();
	}

	Set<ProfileType> recordedTypes() {
		Set<ProfileType> recorded = EnumSet.noneOf(ProfileType.class);
		recorded.addAll(this.types);
		recorded.remove(ProfileType.CPU);
		if (this.cpuEvent != null) {
			recorded.add(ProfileType.CPU);
		}
		return recorded;
	}

}
