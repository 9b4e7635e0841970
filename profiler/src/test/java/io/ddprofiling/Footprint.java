package io.ddprofiling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import one.profiler.AsyncProfiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the profiler occupies in this JVM: threads, files, descriptors, and timers or
 * performance counters of the native library.
 */
final class Footprint {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private Footprint() {
	}

	static boolean isSampling() {
		try {
			return AsyncProfiler.getInstance().execute("status").startsWith("Profiling is running");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until it samples, or does not: the state is told a moment before, and a
	 * recording that goes on in another file has a gap.
	 */
	static void awaitSampling(boolean sampling) {
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(isSampling()).as("sampling").isEqualTo(sampling));
	}

	/**
	 * The open files below a directory, and the performance counters.
	 */
	static List<String> descriptors(Path directory) {
		List<String> found = new ArrayList<>();
		for (Path descriptor : children(DESCRIPTORS)) {
			String target = target(descriptor);
			if (target.startsWith(directory.toString()) || target.contains("perf_event")) {
				found.add(target);
			}
		}
		return found;
	}

	/**
	 * Hold that nothing is left of the profilers that kept their recordings in a
	 * directory.
	 */
	static void assertGone(Path store) {
		Threads.assertGone();
		assertThat(isSampling()).as("sampling").isFalse();
		assertThat(children(store)).isEmpty();
		assertThat(System.getProperty("io.ddprofiling.running")).isNull();
		assertThat(descriptors(store)).isEmpty();
	}

	private static List<Path> children(Path directory) {
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> children = Files.list(directory)) {
			return children.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (NoSuchFileException ex) {
			return "closed meanwhile";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
