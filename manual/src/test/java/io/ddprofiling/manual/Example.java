package io.ddprofiling.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A command in a page, with what it has printed. A block whose first line has the word
 * {@code not-run} is left out.
 *
 * @param command the command, in one line
 * @param output what it printed, as the page has it
 * @param first the first line of that in the page, from 0
 * @param end the line after the last of that
 */
record Example(String command, List<String> output, int first, int end) {

	private static final String FENCE = "```";

	private static final String MARK = "not-run";

	private static final Pattern RUNNABLE = Pattern
		.compile("(?:\\$ )?(?:curl |go tool pprof -(?!http)).*(?:localhost):8080.*");

	static List<Example> in(ManualFile file) {
		List<Example> examples = new ArrayList<>();
		List<String> lines = file.text().lines().toList();
		boolean fenced = false;
		boolean run = false;
		for (int index = 0; index < lines.size(); index++) {
			String line = lines.get(index);
			if (line.startsWith(FENCE)) {
				fenced = !fenced;
				run = fenced && !line.contains(MARK);
			}
			else if (run && RUNNABLE.matcher(line).matches()) {
				int end = index + 1;
				while (line.startsWith("$ ") && !lines.get(end).startsWith("$ ") && !lines.get(end).startsWith(FENCE)) {
					end++;
				}
				examples
					.add(new Example(line.replaceFirst("^\\$ ", ""), lines.subList(index + 1, end), index + 1, end));
			}
		}
		return examples;
	}

	/**
	 * What stands behind a prompt and is neither run nor marked.
	 */
	static List<String> forgottenIn(ManualFile file) {
		List<String> forgotten = new ArrayList<>();
		boolean fenced = false;
		boolean run = false;
		for (String line : file.text().lines().toList()) {
			if (line.startsWith(FENCE)) {
				fenced = !fenced;
				run = fenced && !line.contains(MARK);
			}
			else if (run && line.startsWith("$ ") && !RUNNABLE.matcher(line).matches()) {
				forgotten.add(line);
			}
		}
		return forgotten;
	}

	/**
	 * Whether the page shows that the request is refused.
	 */
	boolean isRefusal() {
		return this.output.stream().anyMatch((line) -> line.contains("\"error\":"));
	}

	@Override
	public String toString() {
		return this.command;
	}

}
