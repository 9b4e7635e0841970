package io.ddprofiling.encode;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.SampleType;

/**
 * Writes one column of a profile as collapsed stacks: a line for each stack, the root
 * first, frames joined by semicolons, then a blank and the value.
 *
 * @since 0.1.0
 */
public final class CollapsedEncoder {

	private CollapsedEncoder() {
	}

	/**
	 * Writes a column; lines are sorted, stacks that differ only in lines are one.
	 * @param profile the profile
	 * @param type the column
	 * @param out where to write to
	 * @throws IOException if the target fails
	 */
	public static void encode(Profile profile, SampleType type, Appendable out) throws IOException {
		int column = profile.sampleTypes().indexOf(type);
		Map<String, Long> lines = new TreeMap<>();
		for (int row = 0; column >= 0 && row < profile.rows(); row++) {
			long value = profile.value(row, column);
			if (value != 0) {
				lines.merge(line(profile, profile.stack(row)), value, Long::sum);
			}
		}
		for (Map.Entry<String, Long> line : lines.entrySet()) {
			out.append(line.getKey()).append(' ').append(line.getValue().toString()).append('\n');
		}
	}

	private static String line(Profile profile, int stack) {
		StringBuilder line = new StringBuilder();
		for (int i = profile.depth(stack) - 1; i >= 0; i--) {
			String name = profile.functionName(profile.function(profile.frame(stack, i)));
			line.append(safe(name)).append((i > 0) ? ";" : "");
		}
		return line.toString();
	}

	private static String safe(String name) {
		return name.replace(';', ':').replace('\n', ' ').replace('\r', ' ');
	}

}
