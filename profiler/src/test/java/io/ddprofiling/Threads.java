package io.ddprofiling;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The profiler's threads in this JVM.
 */
final class Threads {

	private Threads() {
	}

	static List<Thread> ofProfiler() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("dd-profiling-"))
			.toList();
	}

	static void assertGone() {
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(ofProfiler()).isEmpty());
	}

}
