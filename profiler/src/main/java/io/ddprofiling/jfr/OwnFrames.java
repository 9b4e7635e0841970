package io.ddprofiling.jfr;

import java.util.Set;

/**
 * The frames by which the application enters the profiler. What a thread does below them
 * is not the application's cost to look at.
 */
final class OwnFrames {

	private static final Set<String> ENTRIES = Set.of("one.profiler.AsyncProfiler", "io.ddprofiling.Profiler",
			"io.ddprofiling.Snapshot", "io.ddprofiling.SnapshotFormat", "io.ddprofiling.spring.ProfilerEndpoint");

	private OwnFrames() {
	}

	static boolean isOwn(String className) {
		int nested = className.indexOf('$');
		return ENTRIES.contains((nested > 0) ? className.substring(0, nested) : className);
	}

}
