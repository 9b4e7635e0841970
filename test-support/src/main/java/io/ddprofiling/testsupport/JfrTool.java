package io.ddprofiling.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reader of recordings that comes with the running JDK, {@code jfr}.
 */
public final class JfrTool {

	private static final Path PROGRAM = Path.of(System.getProperty("java.home"), "bin", "jfr");

	private static final Pattern ROW = Pattern.compile("\\s*(\\S+)\\s+(\\d+)\\s+\\d+\\s*");

	private JfrTool() {
	}

	/**
	 * Return whether the running Java has the program.
	 * @return whether there is a program
	 */
	public static boolean available() {
		return Files.isExecutable(PROGRAM);
	}

	/**
	 * Count the events of a recording, failing with an {@link AssertionError}.
	 * @param recording the recording
	 * @return the number of events by name, with 0 for events of which there are none
	 */
	public static Map<String, Long> summary(Path recording) {
		Map<String, Long> counts = new LinkedHashMap<>();
		run("summary", recording.toAbsolutePath().toString()).lines()
			.map(ROW::matcher)
			.filter(Matcher::matches)
			.forEach((row) -> counts.put(row.group(1), Long.valueOf(row.group(2))));
		Check.that(!counts.isEmpty(), "no events in the summary of %s", recording);
		return counts;
	}

	/**
	 * Print events of a recording, failing with an {@link AssertionError}.
	 * @param recording the recording
	 * @param event the name of the event
	 * @return the output
	 */
	public static String print(Path recording, String event) {
		return run("print", "--events", event, recording.toAbsolutePath().toString());
	}

	private static String run(String... arguments) {
		List<String> line = new ArrayList<>(List.of(PROGRAM.toString()));
		line.addAll(List.of(arguments));
		return new Command(line).run("TMPDIR");
	}

}
