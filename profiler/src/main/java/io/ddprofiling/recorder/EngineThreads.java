package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native threads of async-profiler and the CPU time they have used, on Linux. They
 * are those that a start of it has added to the process: some bear its name, some that of
 * the thread that called it.
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

	private final Path ownName;

	private final Map<Path, Long> seen = new HashMap<>();

	private Set<Path> before = Set.of();

	private long ticks;

	/**
	 * Creates an object that knows of no threads yet.
	 */
	public EngineThreads() {
		this(Path.of("/proc/self/task"), Path.of("/proc/thread-self/comm"));
	}

	EngineThreads(Path tasks, Path ownName) {
		this.tasks = tasks;
		this.ownName = ownName;
	}

	/**
	 * Notes which threads there are before a recording begins.
	 */
	public void starting() {
		cpuTime();
		this.before = all();
	}

	/**
	 * Finds the threads of a recording that this thread has begun.
	 */
	public void started() {
		cpuTime();
		Set<Path> added = all();
		// what records exceptions goes on when the rest is started anew
		this.seen.keySet().removeIf((stat) -> !added.contains(stat.getParent()));
		added.removeAll(this.before);
		this.before = Set.of();
		String caller = name(this.ownName);
		for (Path task : added) {
			String name = name(task.resolve("comm"));
			if (name.startsWith(NAME) || (!name.isEmpty() && name.equals(caller))) {
				Path stat = task.resolve("stat");
				this.seen.put(stat, ticks(stat));
			}
		}
	}

	/**
	 * The CPU time used of the threads that were found.
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

	private Set<Path> all() {
		Set<Path> all = new HashSet<>();
		if (Files.isDirectory(this.tasks)) {
			try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.tasks)) {
				entries.forEach(all::add);
			}
			catch (IOException | DirectoryIteratorException ex) {
				logger.debug("The threads of async-profiler cannot be found", ex);
			}
		}
		return all;
	}

	// a thread may end while it is looked at
	private static String name(Path comm) {
		try {
			return content(comm).strip();
		}
		catch (IOException ex) {
			return "";
		}
	}

	// the fields begin after the name, which may hold anything
	private static long ticks(Path stat) {
		try {
			String content = content(stat);
			String[] fields = content.substring(content.lastIndexOf(')') + 2).split(" ");
			return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
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
