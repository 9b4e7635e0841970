package io.ddprofiling.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import io.ddprofiling.Profiler;

/**
 * What was seen of a process in the course of time, also written to a file.
 */
final class SoakLog {

	private final List<Look> looks = new ArrayList<>();

	private final Path file;

	SoakLog(Path file) throws IOException {
		this.file = file.toAbsolutePath();
		Files.createDirectories(this.file.getParent());
		Files.writeString(file,
				"seconds,resident_kb,metaspace_kb,descriptors,threads,cuts,rolls,lost,unreadable,snapshots,classes\n");
	}

	Path file() {
		return this.file;
	}

	void look(Profiler profiler, SoakLoad load) throws IOException {
		Look look = new Look(ManagementFactory.getRuntimeMXBean().getUptime() / 1000, residentKilobytes(),
				metaspaceKilobytes(), descriptors(), threads(load), profiler.counters().cuts(),
				profiler.counters().rolls(), profiler.counters().lostRecordings(),
				profiler.readerCounters().unreadableChunks());
		this.looks.add(look);
		String line = "%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d%n".formatted(look.seconds(), look.residentKilobytes(),
				look.metaspaceKilobytes(), look.descriptors(), look.threads(), look.cuts(), look.rolls(),
				look.lostRecordings(), look.unreadable(), load.snapshots(),
				ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
		Files.writeString(this.file, line, StandardOpenOption.APPEND);
	}

	// a JVM goes on compiling and growing its tables for some minutes
	List<Look> afterWarmUp() {
		return this.looks.subList(this.looks.size() / 3, this.looks.size());
	}

	// by the slope of a straight line through all looks, so that no single one decides
	double growth(ToLongFunction<Look> value) {
		List<Look> settled = afterWarmUp();
		double meanTime = settled.stream().mapToLong(Look::seconds).average().orElseThrow();
		double meanValue = settled.stream().mapToLong(value).average().orElseThrow();
		double covariance = 0;
		double variance = 0;
		for (Look look : settled) {
			covariance += (look.seconds() - meanTime) * (value.applyAsLong(look) - meanValue);
			variance += Math.pow(look.seconds() - meanTime, 2);
		}
		return covariance / variance * (settled.get(settled.size() - 1).seconds() - settled.get(0).seconds());
	}

	private static long residentKilobytes() throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.map((line) -> line.replaceAll("\\D", ""))
			.mapToLong(Long::parseLong)
			.findFirst()
			.orElseThrow();
	}

	private static long metaspaceKilobytes() {
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getName().contains("Metaspace"))
			.mapToLong((pool) -> pool.getUsage().getUsed() / 1024)
			.findFirst()
			.orElseThrow();
	}

	private static long descriptors() {
		try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
			return entries.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long threads(SoakLoad load) {
		return ManagementFactory.getThreadMXBean().getThreadCount() - load.shortLivedThreads();
	}

	/**
	 * What was seen at a moment.
	 *
	 * @param seconds how long the process had been running
	 * @param residentKilobytes memory the process held
	 * @param metaspaceKilobytes memory classes took
	 * @param descriptors open files
	 * @param threads threads that are not the load's short-lived ones
	 * @param cuts cuts so far
	 * @param rolls recording files begun after the first so far
	 * @param lostRecordings losses so far
	 * @param unreadable chunks that could not be read so far
	 */
	record Look(long seconds, long residentKilobytes, long metaspaceKilobytes, long descriptors, long threads,
			long cuts, long rolls, long lostRecordings, long unreadable) {

	}

}
