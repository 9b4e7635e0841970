package io.ddprofiling.benchmarks.conversion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.testsupport.PprofFile;

/**
 * What a profile adds up to.
 *
 * @param samples the number of its samples
 * @param byType the sum of each column, by its name
 * @param byLabel the sum of each column, in their order, by the value of a label
 */
record PprofTotals(long samples, Map<String, Long> byType, Map<String, List<Long>> byLabel) {

	private static final Pattern SAMPLE = Pattern.compile("((?: +-?\\d+)+):[ \\d]*");

	private static final Pattern LABEL = Pattern.compile("(\\w+):\\[(.*?)](?= \\w+:\\[|$)");

	static PprofTotals of(Profile profile) {
		Sums sums = new Sums(profile.sampleTypes().stream().map((type) -> type.id()).toList());
		for (int row = 0; row < profile.rows(); row++) {
			List<Long> values = new ArrayList<>();
			for (int column = 0; column < profile.sampleTypes().size(); column++) {
				values.add(profile.value(row, column));
			}
			List<String> labels = profile.labels(row)
				.stream()
				.filter((label) -> label.key() != LabelKey.TRACE_TYPE)
				.map(PprofTotals::text)
				.toList();
			if (values.stream().anyMatch((value) -> value != 0)) {
				sums.add(values, labels);
			}
		}
		return sums.totals();
	}

	private static String text(Label label) {
		String name = (label.attribute() != null) ? label.attribute() : label.key().id();
		boolean digits = label.key() == LabelKey.SPAN_ID || label.key() == LabelKey.LOCAL_ROOT_SPAN_ID;
		if (label.text() != null) {
			return name + "=" + label.text();
		}
		return name + "=" + (digits ? HexFormat.of().toHexDigits(label.number()) : label.number());
	}

	static PprofTotals parse(byte[] pprof) {
		var profile = PprofFile.parse(pprof).proto();
		Sums sums = new Sums(profile.getSampleTypeList()
			.stream()
			.map((type) -> profile.getStringTable((int) type.getType()))
			.toList());
		profile.getSampleList()
			.forEach((sample) -> sums.add(sample.getValueList(), sample.getLabelList()
				.stream()
				.map((label) -> profile.getStringTable((int) label.getKey()) + "="
						+ ((label.getStr() != 0) ? profile.getStringTable((int) label.getStr()) : label.getNum()))
				.toList()));
		return sums.totals();
	}

	static PprofTotals parseRaw(String raw) {
		List<String> lines = raw.lines().dropWhile((line) -> !line.equals("Samples:")).skip(1).toList();
		Sums sums = new Sums(List.of(lines.get(0).strip().replaceAll("/\\w+(\\[dflt])?", "").split(" +")));
		List<Long> values = List.of();
		List<String> labels = new ArrayList<>();
		for (String line : lines.subList(1, lines.indexOf("Locations"))) {
			Matcher sample = SAMPLE.matcher(line);
			if (sample.matches()) {
				sums.add(values, labels);
				values = List.of(sample.group(1).strip().split(" +")).stream().map(Long::valueOf).toList();
				labels.clear();
			}
			else {
				Matcher label = LABEL.matcher(line.strip());
				while (label.find()) {
					labels.add(label.group(1) + "=" + label.group(2));
				}
			}
		}
		sums.add(values, labels);
		return sums.totals();
	}

	/**
	 * Adds samples up.
	 */
	private static final class Sums {

		private final List<String> types;

		private final Map<String, Long> byType = new TreeMap<>();

		private final Map<String, long[]> byLabel = new HashMap<>();

		private long samples;

		Sums(List<String> types) {
			this.types = types;
		}

		void add(List<Long> values, List<String> labels) {
			if (values.isEmpty()) {
				return;
			}
			this.samples++;
			for (int i = 0; i < this.types.size(); i++) {
				this.byType.merge(this.types.get(i), values.get(i), Long::sum);
				for (String label : labels) {
					this.byLabel.computeIfAbsent(label, (key) -> new long[this.types.size()])[i] += values.get(i);
				}
			}
		}

		PprofTotals totals() {
			Map<String, List<Long>> totals = new HashMap<>();
			this.byLabel.forEach((label, sums) -> {
				List<Long> values = new ArrayList<>();
				for (long sum : sums) {
					values.add(sum);
				}
				totals.put(label, values);
			});
			return new PprofTotals(this.samples, this.byType, totals);
		}

	}

}
