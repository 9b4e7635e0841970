package io.ddprofiling;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An application that starts the profiler, does something, and ends without stopping it.
 */
public final class EndingApplication {

	private EndingApplication() {
	}

	public static void main(String[] args) {
		Profiler profiler = Profiler.plainBuilder()
			.service("ending")
			.agentUrl(URI.create(args[0]))
			.storeDirectory(Path.of(args[1]))
			.uploadPeriod(Duration.ofMinutes(30))
			.build();
		profiler.start();
		long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
		double sum = 0;
		while (System.nanoTime() < end) {
			sum += Math.sin(sum) + 1;
		}
	}

}
