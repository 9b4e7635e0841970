package io.ddprofiling.recorder;

/**
 * What async-profiler says of itself, a line for each metric: the name and a number.
 */
final class EngineMetrics {

	static final long ABSENT = -1;

	private final String text;

	EngineMetrics(String text) {
		this.text = '\n' + text;
	}

	/**
	 * Returns a metric.
	 * @param name the name
	 * @return its value, {@link #ABSENT} if there is none
	 */
	long value(String name) {
		String mark = '\n' + name + ' ';
		int start = this.text.indexOf(mark);
		if (start < 0) {
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
