package io.ddprofiling;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What is on the heap after a garbage collection, as the JVM counts it.
 */
final class LiveObjects {

	private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");

	private final Map<String, Long> counts;

	private LiveObjects(Map<String, Long> counts) {
		this.counts = counts;
	}

	static LiveObjects count() {
		try {
			Object text = ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
						new Object[] { new String[0] }, new String[] { String[].class.getName() });
			return new LiveObjects(text.toString()
				.lines()
				.map(ROW::matcher)
				.filter(Matcher::matches)
				.collect(Collectors.toMap((row) -> row.group(2), (row) -> Long.valueOf(row.group(1)), Long::sum)));
		}
		catch (JMException ex) {
			throw new AssertionError(ex);
		}
	}

	long of(Class<?> type) {
		return of(type.getName());
	}

	long of(String type) {
		return this.counts.getOrDefault(type, 0L);
	}

}
