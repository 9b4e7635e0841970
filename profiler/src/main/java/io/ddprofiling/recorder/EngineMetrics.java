package io.ddprofiling.recorder;

/**
 * What async-profiler says of itself, a line for each metric: the name and a number. It
 * is read every second, and not with a regular expression: the compiler makes the calls
 * within {@code java.util.regex} as fast as the number of kinds of patterns allows that
 * it has seen, the application's and ours.
 */
final class EngineMetrics {

	static final long ABSENT = -1;

	private final String text;

	EngineMetrics(String text) {
		this.text = text;
	}

	/**
	 * Returns a metric.
	 * @param name the name
	 * @return its value, {@link #ABSENT} if there is none
	 */
	long value(String name) {
		String mark = name + ' ';
		int start = this.text.startsWith(mark) ? 0 : this.text.indexOf('\n' + mark) + 1;
		if (start == 0 && !this.text.startsWith(mark)) {
			return ABSENT;
		}
		int begin = start + mark.length();
		int end = begin;
		while (end < this.text.length() && Character.isDigit(this.text.charAt(end))) {
			end++;
		}
		return (end > begin) ? Long.parseLong(this.text, begin, end, 10) : ABSENT;
	}

}
