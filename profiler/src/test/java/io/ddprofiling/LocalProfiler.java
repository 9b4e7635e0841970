package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;

import io.ddprofiling.export.datadog.UploadMode;

/**
 * Profilers that upload nothing and do not let a test wait long for what they record.
 */
final class LocalProfiler {

	private LocalProfiler() {
	}

	static ProfilerBuilder builder(Path store) {
		return Profiler.plainBuilder()
			.service("orders")
			.storeDirectory(store)
			.cutInterval(Duration.ofSeconds(1))
			.uploadMode(UploadMode.NEVER);
	}

}
