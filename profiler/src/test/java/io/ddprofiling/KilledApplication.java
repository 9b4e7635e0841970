package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;

import io.ddprofiling.export.datadog.UploadMode;

/**
 * An application that is busy until somebody kills it. It prints where it records.
 */
public final class KilledApplication {

	private KilledApplication() {
	}

	public static void main(String[] args) {
		Profiler profiler = Profiler.plainBuilder()
			.service("killed")
			.uploadMode(UploadMode.NEVER)
			.cutInterval(Duration.ofSeconds(1))
			.storeDirectory(Path.of(args[0]))
			.build();
		profiler.start();
		System.out.println("directory=" + profiler.status().storeDirectory());
		burn();
	}

	private static void burn() {
		double sum = 0;
		while (sum >= 0) {
			sum += Math.sin(sum) + 1;
		}
	}

}
