package io.ddprofiling.benchmarks.conversion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Converts each recording with each contender, one after the other in every round, and
 * prints what that costs: CPU time as a multiple of the raw scan of the same round, and
 * bytes allocated. Arguments: the directory of the recordings, the file for the results,
 * and the number of rounds (15).
 */
public final class ConversionTable {

	private static final int SLOWEST_WARM_UP = 3;

	private static final long WARM_UP_NANOS = 4_000_000_000L;

	private ConversionTable() {
	}

	/**
	 * Measures and prints.
	 * @param args see the class
	 * @throws IOException if a recording cannot be read
	 */
	public static void main(String[] args) throws IOException {
		int rounds = (args.length > 2) ? Integer.parseInt(args[2]) : 15;
		List<Map<String, Object>> rows = new ArrayList<>();
		for (Recording recording : Recording.all(Path.of(args[0]))) {
			try (RecordingInput input = RecordingInput.of(recording)) {
				rows.addAll(rows(input, rounds));
			}
		}
		Results.add(Path.of(args[1]), "conversion", rows);
	}

	private static List<Map<String, Object>> rows(RecordingInput input, int rounds) throws IOException {
		for (Contender contender : Contender.values()) {
			warmUp(contender, input);
		}
		List<List<Cost>> costs = Stream.generate(() -> (List<Cost>) new ArrayList<Cost>())
			.limit(Contender.values().length)
			.toList();
		for (int round = 0; round < rounds; round++) {
			for (Contender contender : Contender.values()) {
				costs.get(contender.ordinal()).add(Cost.of(contender, input));
			}
		}
		System.out.printf("%n%s: %d chunks, %,d bytes%n", input.recording().name(), input.recording().chunks().size(),
				input.bytes().length);
		System.out.printf("%-16s %10s %10s %18s %14s %12s%n", "", "CPU ms", "x raw", "(quartiles)", "allocated KB",
				"written KB");
		List<Map<String, Object>> rows = new ArrayList<>();
		List<Cost> limit = costs.get(Contender.RAW_SCAN.ordinal());
		for (Contender contender : Contender.values()) {
			rows.add(row(input, contender, costs.get(contender.ordinal()), limit));
		}
		return rows;
	}

	// until the compiler is done with it; the slow ones are slower by more than that
	private static void warmUp(Contender contender, RecordingInput input) throws IOException {
		long spent = 0;
		for (int i = 0; i < SLOWEST_WARM_UP || fast(contender) && spent < WARM_UP_NANOS; i++) {
			spent += Cost.of(contender, input).nanos(contender);
		}
	}

	private static boolean fast(Contender contender) {
		return contender.compareTo(Contender.JMC) < 0;
	}

	private static Map<String, Object> row(RecordingInput input, Contender contender, List<Cost> own,
			List<Cost> limit) {
		List<Double> millis = own.stream().map((cost) -> cost.nanos(contender) / 1e6).toList();
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < own.size(); round++) {
			ratios.add(own.get(round).nanos(contender) / (double) limit.get(round).nanos(Contender.RAW_SCAN));
		}
		Spread cpu = Spread.of(millis);
		Spread ratio = Spread.of(ratios);
		Cost last = own.get(own.size() - 1);
		System.out.printf("%-16s %10.2f %10.2f %8.2f..%-8.2f %14.0f %12.0f%n", contender.id(), cpu.median(),
				ratio.median(), ratio.lower(), ratio.upper(), last.allocated() / 1024.0, last.written() / 1024.0);
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("recording", input.recording().name());
		row.put("recordingBytes", input.bytes().length);
		row.put("chunks", input.recording().chunks().size());
		row.put("contender", contender.id());
		row.put("cpuMillis", cpu);
		row.put("timesRawScan", ratio);
		row.put("allocatedBytes", last.allocated());
		row.put("writtenBytes", last.written());
		return row;
	}

}
