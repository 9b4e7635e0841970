package io.ddprofiling.benchmarks.conversion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.LoggerFactory;

/**
 * What the first conversion of a process costs, each time in a fresh JVM: CPU time of the
 * thread that converts, and of the whole process meanwhile, compilers included. Logging
 * is there before, as it is in an application. Arguments: the directory of the
 * recordings, the file for the results, and the number of JVMs for each contender (5).
 */
public final class ColdConversion {

	private static final List<Contender> CONTENDERS = List.of(Contender.RAW_SCAN, Contender.OURS,
			Contender.JFR_CONVERTER);

	private ColdConversion() {
	}

	/**
	 * Measures and prints.
	 * @param args see the class
	 * @throws Exception if a JVM fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = (args.length > 2) ? Integer.parseInt(args[2]) : 5;
		List<Map<String, Object>> rows = new ArrayList<>();
		System.out.printf("%-14s %-14s %14s %18s%n", "", "", "thread CPU ms", "process CPU ms");
		for (Recording recording : Recording.all(Path.of(args[0]))) {
			Map<Contender, List<double[]>> costs = new EnumMap<>(Contender.class);
			for (int round = 0; round < rounds; round++) {
				for (Contender contender : CONTENDERS) {
					costs.computeIfAbsent(contender, (key) -> new ArrayList<>())
						.add(cost(args[0], recording.name(), contender));
				}
			}
			costs.forEach((contender, all) -> rows.add(row(recording.name(), contender, all)));
		}
		Results.add(Path.of(args[1]), "cold", rows);
	}

	private static double[] cost(String directory, String recording, Contender contender)
			throws IOException, InterruptedException {
		String[] numbers = Jvm.run(First.class, List.of("-Xmx1g"), directory, recording, contender.name())
			.strip()
			.split(" ");
		return new double[] { Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]) };
	}

	private static Map<String, Object> row(String recording, Contender contender, List<double[]> costs) {
		Spread thread = Spread.of(costs.stream().map((cost) -> cost[0] / 1e6).toList());
		Spread process = Spread.of(costs.stream().map((cost) -> cost[1] / 1e6).toList());
		System.out.printf("%-14s %-14s %14.0f %18.0f%n", recording, contender.id(), thread.median(), process.median());
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("recording", recording);
		row.put("contender", contender.id());
		row.put("threadCpuMillis", thread);
		row.put("processCpuMillis", process);
		return row;
	}

	/**
	 * One conversion, the first of its process.
	 */
	public static final class First {

		private First() {
		}

		/**
		 * Converts.
		 * @param args the directory, the recording and the contender
		 * @throws IOException if the recording cannot be read
		 */
		public static void main(String[] args) throws IOException {
			LoggerFactory.getLogger(First.class).debug("Converts {}", args[1]);
			Recording recording = Recording.open(Path.of(args[0]), args[1]);
			try (RecordingInput input = RecordingInput.of(recording)) {
				Cost cost = Cost.of(Contender.valueOf(args[2]), input);
				System.out.println(cost.cpuNanos() + " " + cost.processNanos());
			}
		}

	}

}
