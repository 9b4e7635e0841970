package io.ddprofiling.benchmarks.conversion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A thread that does nothing but look at the clock, and so learns for how long it stood
 * still: because something stopped the application, or because somebody else had the
 * processor. Gaps while a chunk is cut are compared with those at other times.
 */
final class StallWatch implements AutoCloseable {

	private static final long SHORTEST_NANOS = 100_000;

	private static final long[] LIMITS_MILLIS = { 1, 2, 5, 10, 20, 50, Long.MAX_VALUE / 1_000_000 };

	private final ConcurrentLinkedQueue<Gap> gaps = new ConcurrentLinkedQueue<>();

	private final List<Gap> cuts = new ArrayList<>();

	private final long begun = System.nanoTime();

	private volatile boolean ended;

	private StallWatch() {
	}

	static StallWatch start() {
		StallWatch watch = new StallWatch();
		Thread thread = new Thread(watch::look, "stall-watch");
		thread.setDaemon(true);
		thread.start();
		return watch;
	}

	private void look() {
		long before = System.nanoTime();
		while (!this.ended) {
			long now = System.nanoTime();
			if (now - before > SHORTEST_NANOS) {
				this.gaps.add(new Gap(before, now));
			}
			before = now;
		}
	}

	void cut(long from, long to) {
		this.cuts.add(new Gap(from, to));
	}

	List<Map<String, Object>> report() {
		List<Gap> inCut = new ArrayList<>();
		List<Gap> other = new ArrayList<>();
		for (Gap gap : this.gaps) {
			(this.cuts.stream().anyMatch(gap::overlaps) ? inCut : other).add(gap);
		}
		long cutting = this.cuts.stream().mapToLong(Gap::nanos).sum();
		System.out.printf("%n%-10s %10s %10s   gaps up to 1, 2, 5, 10, 20, 50 ms and more, per second%n", "", "seconds",
				"max ms");
		return List.of(row("at cuts", inCut, cutting),
				row("otherwise", other, System.nanoTime() - this.begun - cutting));
	}

	private static Map<String, Object> row(String name, List<Gap> gaps, long nanos) {
		double seconds = nanos / 1e9;
		List<Double> rates = new ArrayList<>();
		long lower = 0;
		for (long limit : LIMITS_MILLIS) {
			long from = lower;
			long count = gaps.stream()
				.filter((gap) -> gap.nanos() >= from * 1_000_000 && gap.nanos() < limit * 1_000_000)
				.count();
			rates.add(count / seconds);
			lower = limit;
		}
		double max = gaps.stream().mapToLong(Gap::nanos).max().orElse(0) / 1e6;
		System.out.printf("%-10s %10.2f %10.2f   %s%n", name, seconds, max,
				rates.stream().map((rate) -> String.format("%.2f", rate)).toList());
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("when", name);
		row.put("seconds", seconds);
		row.put("maxMillis", max);
		row.put("gapsPerSecond", rates);
		return row;
	}

	@Override
	public void close() {
		this.ended = true;
	}

	/**
	 * A stretch of time.
	 *
	 * @param from its beginning
	 * @param to its end
	 */
	private record Gap(long from, long to) {

		long nanos() {
			return this.to - this.from;
		}

		boolean overlaps(Gap other) {
			return this.from < other.to && other.from < this.to;
		}

	}

}
