package io.ddprofiling.benchmarks.scale;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerBuilder;
import io.ddprofiling.Snapshot;
import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.export.datadog.UploadMode;

/**
 * One point of a curve: a JVM under a load, in which the profiler is switched on and off
 * in turn, so that neither the machine's speed nor what the compiler made of the load
 * makes a difference. Prints a line of JSON for each turn, with the CPU time of a unit of
 * work against that of the slices without profiler right before and after. A slice ends
 * with a flush; what the conversion of its recording to pprof then costs is told by
 * itself, as a share of the slice. Arguments: what is varied (see {@link Dimension}), its
 * value, and the number of turns.
 */
public final class ScalePoint {

	private static final Duration OFF = Duration.ofSeconds(4);

	private static final Duration ON = Duration.ofSeconds(6);

	/**
	 * What a start or an end of a recording costs is not to be seen.
	 */
	private static final long SETTLING_MILLIS = 700;

	private static final long WARM_UP_MILLIS = 8_000;

	private static final int CONVERSIONS = 15;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final Dimension dimension;

	private final int value;

	private ScalePoint(Dimension dimension, int value) {
		this.dimension = dimension;
		this.value = value;
	}

	/**
	 * Measures and prints.
	 * @param args see the class
	 * @throws Exception if nothing can be recorded
	 */
	public static void main(String[] args) throws Exception {
		Dimension dimension = Dimension.valueOf(args[0].toUpperCase(Locale.ROOT));
		ScalePoint point = new ScalePoint(dimension, Integer.parseInt(args[1]));
		Load load = dimension.start(point.value);
		Path directory = Files.createTempDirectory("scale");
		try (Profiler profiler = dimension.configure(Profiler.plainBuilder(), point.value)
			.storeDirectory(directory)
			.uploadMode(UploadMode.NEVER)
			.build()) {
			Thread.sleep(WARM_UP_MILLIS);
			profiler.start();
			if (dimension == Dimension.CHUNK) {
				point.convertAMinute(profiler);
			}
			else {
				point.takeTurns(profiler, load, Integer.parseInt(args[2]));
			}
		}
	}

	private void takeTurns(Profiler profiler, Load load, int turns) throws IOException, InterruptedException {
		// the first turn is the warm-up of the profiler
		double before = 0;
		for (int turn = 0; turn <= turns; turn++) {
			profiler.resume();
			Thread.sleep(SETTLING_MILLIS);
			Load.Reading start = load.read();
			Thread.sleep(ON.toMillis());
			Snapshot snapshot = profiler.snapshot(ON);
			Load.Reading end = load.read();
			double with = end.cpuOfUnit(start);
			double conversion = conversionNanos(snapshot) / (double) (end.cpuNanos() - start.cpuNanos());
			profiler.pause();
			Thread.sleep(SETTLING_MILLIS);
			start = load.read();
			Thread.sleep(OFF.toMillis());
			end = load.read();
			double after = end.cpuOfUnit(start);
			if (turn > 0) {
				System.out.printf(
						"{\"dimension\": \"%s\", \"value\": %d, \"ratio\": %.5f, \"conversion\": %.5f, "
								+ "\"unitsPerSecond\": %.0f}%n",
						this.dimension.id(), this.value, with / ((before + after) / 2), conversion,
						end.unitsPerSecond(start));
			}
			before = after;
		}
	}

	private void convertAMinute(Profiler profiler) throws IOException, InterruptedException {
		Duration minute = Duration.ofMinutes(1);
		Thread.sleep(minute.plusSeconds(2).toMillis());
		Snapshot snapshot = profiler.snapshot(minute);
		List<Long> nanos = new ArrayList<>();
		for (int i = 0; i < CONVERSIONS; i++) {
			nanos.add(conversionNanos(snapshot));
		}
		nanos.sort(null);
		System.out.printf("{\"dimension\": \"%s\", \"value\": %d, \"milliseconds\": %.2f, \"kilobytes\": %.0f}%n",
				this.dimension.id(), this.value, nanos.get(CONVERSIONS / 2) / 1e6,
				SnapshotFormat.JFR.encode(snapshot, snapshot.recordedTypes()).length / 1024.0);
	}

	private static long conversionNanos(Snapshot snapshot) throws IOException {
		long start = THREADS.getCurrentThreadCpuTime();
		SnapshotFormat.PPROF.encode(snapshot, snapshot.recordedTypes());
		return THREADS.getCurrentThreadCpuTime() - start;
	}

	/**
	 * What is varied. The rest stays at 10 threads, 40 frames, 100 places, and units of a
	 * million steps.
	 */
	enum Dimension {

		/**
		 * The number of threads, all but one of which wait.
		 */
		THREADS,

		/**
		 * Frames of every stack.
		 */
		DEPTH,

		/**
		 * Stacks that are ever found.
		 */
		STACKS,

		/**
		 * Spans for a thousand million steps, by the length of the units: how many a
		 * second depends on the processor.
		 */
		SPANS,

		/**
		 * Seconds from one flush to the next.
		 */
		CHUNK;

		private static final int STEPS = 1_000_000_000;

		String id() {
			return name().toLowerCase(Locale.ROOT);
		}

		Load start(int value) {
			Load load = new Load((this == DEPTH) ? value : 40, (this == STACKS) ? value : 100,
					STEPS / ((this == SPANS) ? value : 1000));
			load.start((this == THREADS) ? value : 10);
			return load;
		}

		ProfilerBuilder configure(ProfilerBuilder builder, int value) {
			return (this == CHUNK) ? builder.cutInterval(Duration.ofSeconds(value)) : builder;
		}

	}

}
