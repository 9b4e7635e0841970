package io.ddprofiling.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Another process that uses a directory until its input ends, and then dies without
 * cleaning up.
 */
public final class DirectoryHolder {

	private DirectoryHolder() {
	}

	public static void main(String[] arguments) throws Exception {
		ProcessDirectory directory = ProcessDirectory.open(Path.of(arguments[0]), Long.MAX_VALUE, Duration.ofDays(1));
		System.out.println(directory.path());
		while (System.in.read() >= 0) {
			continue;
		}
		Runtime.getRuntime().halt(1);
	}

}
