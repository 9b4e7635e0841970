package io.ddprofiling.benchmarks.conversion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.ddprofiling.Profiler;
import io.ddprofiling.Snapshot;
import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.ProfileType;
import one.jfr.JfrReader;

/**
 * How long a snapshot of the last minute takes under load, as pprof and as page, beside a
 * raw scan of the same recording, and for how long application threads stand still when a
 * chunk is cut for it. Arguments: the file for the results and the number of snapshots of
 * each format (100).
 */
public final class SnapshotLatency {

	private static final Duration WINDOW = Duration.ofSeconds(60);

	/**
	 * Cuts follow each other by at least half a second.
	 */
	private static final Duration DISTANCE = Duration.ofMillis(600);

	private final Profiler profiler;

	private final StallWatch stalls;

	private SnapshotLatency(Profiler profiler, StallWatch stalls) {
		this.profiler = profiler;
		this.stalls = stalls;
	}

	/**
	 * Measures and prints.
	 * @param args see the class
	 * @throws Exception if a snapshot cannot be taken
	 */
	public static void main(String[] args) throws Exception {
		int count = (args.length > 1) ? Integer.parseInt(args[1]) : 100;
		try (Profiler profiler = Profiler.plainBuilder()
			.service("snapshots")
			.storeDirectory(Files.createTempDirectory("snapshots"))
			.uploadMode(UploadMode.NEVER)
			.build(); StallWatch stalls = StallWatch.start()) {
			profiler.start();
			ManyStacks.startWorkers();
			Thread.sleep(WINDOW.toMillis());
			new SnapshotLatency(profiler, stalls).measure(Path.of(args[0]), count);
		}
	}

	private void measure(Path results, int count) throws IOException, InterruptedException {
		Map<SnapshotFormat, List<Timing>> timings = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			for (SnapshotFormat format : List.of(SnapshotFormat.PPROF, SnapshotFormat.FLAMEGRAPH)) {
				timings.computeIfAbsent(format, (key) -> new ArrayList<>()).add(time(format));
			}
		}
		System.out.printf("%-12s %10s %10s %12s %12s%n", "", "p50 ms", "p99 ms", "p50 x scan", "p99 x scan");
		List<Map<String, Object>> rows = new ArrayList<>();
		timings.forEach((format, all) -> rows.add(row(format, all)));
		Results.add(results, "snapshotLatency", rows);
		Results.add(results, "cutPause", this.stalls.report());
	}

	private Timing time(SnapshotFormat format) throws IOException, InterruptedException {
		Thread.sleep(DISTANCE.toMillis());
		long cutting = System.nanoTime();
		Snapshot snapshot = this.profiler.snapshot(WINDOW);
		long cut = System.nanoTime();
		this.stalls.cut(cutting, cut);
		// a page has all types, too, and begins with one
		format.encode(snapshot,
				(format == SnapshotFormat.PPROF) ? snapshot.recordedTypes() : EnumSet.of(ProfileType.CPU));
		long done = System.nanoTime();
		byte[] recording = SnapshotFormat.JFR.encode(snapshot, EnumSet.of(ProfileType.CPU));
		Path file = Files.createTempFile("snapshot", ".jfr");
		try {
			Files.write(file, recording);
			long scanning = System.nanoTime();
			try (JfrReader reader = new JfrReader(file.toString())) {
				while (reader.readEvent() != null) {
					reader.eof();
				}
			}
			return new Timing(done - cutting, System.nanoTime() - scanning);
		}
		finally {
			Files.delete(file);
		}
	}

	private static Map<String, Object> row(SnapshotFormat format, List<Timing> timings) {
		List<Double> millis = timings.stream().map((timing) -> timing.nanos() / 1e6).sorted().toList();
		List<Double> ratios = timings.stream()
			.map((timing) -> timing.nanos() / (double) timing.scan())
			.sorted()
			.toList();
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("format", format.name().toLowerCase(Locale.ROOT));
		row.put("snapshots", timings.size());
		row.put("p50Millis", Spread.quantile(millis, 0.5));
		row.put("p99Millis", Spread.quantile(millis, 0.99));
		row.put("p50TimesScan", Spread.quantile(ratios, 0.5));
		row.put("p99TimesScan", Spread.quantile(ratios, 0.99));
		System.out.printf("%-12s %10.1f %10.1f %12.1f %12.1f%n", row.get("format"), row.get("p50Millis"),
				row.get("p99Millis"), row.get("p50TimesScan"), row.get("p99TimesScan"));
		return row;
	}

	/**
	 * How long a snapshot took.
	 *
	 * @param nanos from the request to the last byte
	 * @param scan the raw scan of the same recording right after
	 */
	private record Timing(long nanos, long scan) {

	}

}
