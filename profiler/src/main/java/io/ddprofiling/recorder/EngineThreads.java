package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native threads of async-profiler and the CPU time they have used, on Linux. They
 * are looked for when a recording begins, as it starts them, and only then.
 *
 * @since 0.1.0
 */
public final class EngineThreads {

	private static final String NAME = "Async-profiler";

	/**
	 * The kernel's unit for user programs, on all platforms the JDK runs on.
	 */
	private static final long NANOS_PER_TICK = 10_000_000;

	private static final int USER_TIME = 11;

	private static final int SYSTEM_TIME = 12;

	private static final Logger logger = LoggerFactory.getLogger(EngineThreads.class);

	private final Path tasks;

	private final Map<Path, Long> seen = new HashMap<>();

	private long ticks;

	/**
	 * Creates an object that knows of no threads yet.
	 */
	public EngineThreads() {
		this(Path.of("/proc/self/task"));
	}

	EngineThreads(Path tasks) {
		this.tasks = tasks;
	}

	/**
	 * Looks for the threads of a recording that has begun.
	 */
	public void find() {
		cpuTime();
		Map<Path, Long> found = new HashMap<>();
		if (Files.isDirectory(this.tasks)) {
			try (DirectoryStream<Path> all = Files.newDirectoryStream(this.tasks)) {
				for (Path task : all) {
					if (isOurs(task)) {
						Path stat = task.resolve("stat");
						found.put(stat, ticks(stat));
					}
				}
			}
			catch (IOException ex) {
				logger.debug("The threads of async-profiler cannot be found", ex);
			}
		}
		this.seen.clear();
		this.seen.putAll(found);
	}

	/**
	 * The CPU time used since the threads were found.
	 * @return a growing time, exact to a hundredth of a second
	 */
	public Duration cpuTime() {
		this.seen.replaceAll((stat, before) -> {
			long now = ticks(stat);
			this.ticks += Math.max(0, now - before);
			return Math.max(before, now);
		});
		return Duration.ofNanos(this.ticks * NANOS_PER_TICK);
	}

	// a thread that ends while it is looked at is none of the engine's
	private static boolean isOurs(Path task) {
		try {
			return content(task.resolve("comm")).startsWith(NAME);
		}
		catch (IOException ex) {
			return false;
		}
	}

	// the fields begin after the name, which may hold anything
	private static long ticks(Path stat) {
		try {
			String content = content(stat);
			int name = content.indexOf('(') + 1;
			String[] fields = content.substring(content.lastIndexOf(')') + 2).split(" ");
			// its number may have gone to another thread
			return content.startsWith(NAME, name)
					? Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]) : 0;
		}
		catch (IOException | RuntimeException ex) {
			// it has ended
			return 0;
		}
	}

	private static String content(Path file) throws IOException {
		return Files.readString(file, StandardCharsets.ISO_8859_1);
	}

}
