package io.ddprofiling;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An application that is busy and delivers its profile until somebody kills it.
 */
public final class DeliveringApplication {

	private DeliveringApplication() {
	}

	public static void main(String[] args) {
		Profiler profiler = Profiler.plainBuilder()
			.service("killed")
			.env("test")
			.version(args[2])
			.tag("team", "shop")
			.agentUrl(URI.create(args[0]))
			.storeDirectory(Path.of(args[1]))
			.uploadPeriod(Duration.ofSeconds(3))
			.uploadTimeout(Duration.ofSeconds(5))
			.cutInterval(Duration.ofSeconds(1))
			.build();
		profiler.start();
		double sum = 0;
		while (sum >= 0) {
			sum += Math.sin(sum) + 1;
		}
	}

}
