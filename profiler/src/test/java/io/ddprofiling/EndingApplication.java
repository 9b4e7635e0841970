package io.ddprofiling;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long end = threads.getCurrentThreadCpuTime() + Duration.ofSeconds(1).toNanos();
		double sum = 0;
		while (threads.getCurrentThreadCpuTime() < end) {
			sum += Math.sin(sum) + 1;
		}
	}

}
