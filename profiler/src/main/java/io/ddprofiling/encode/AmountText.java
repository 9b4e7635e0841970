package io.ddprofiling.encode;

import java.util.List;
import java.util.Locale;

import io.ddprofiling.profile.SampleType.Unit;

/**
 * Says amounts as people do: with three digits, in the unit that fits.
 */
final class AmountText {

	private static final List<Scale> TIMES = List.of(new Scale("s", 1e9), new Scale("ms", 1e6), new Scale("µs", 1e3),
			new Scale("ns", 1));

	private static final List<Scale> BYTES = List.of(new Scale("GiB", 1L << 30), new Scale("MiB", 1L << 20),
			new Scale("KiB", 1L << 10), new Scale("B", 1));

	private static final List<Scale> COUNTS = List.of(new Scale("", 1));

	private AmountText() {
	}

	static String of(double amount, Unit unit) {
		List<Scale> scales = switch (unit) {
			case NANOSECONDS -> TIMES;
			case BYTES -> BYTES;
			case COUNT -> COUNTS;
		};
		double size = Math.abs(amount);
		Scale scale = scales.stream()
			.filter((candidate) -> size >= candidate.size())
			.findFirst()
			.orElse(scales.get(scales.size() - 1));
		return (digits(amount / scale.size()) + " " + scale.unit()).strip();
	}

	static String signed(double amount, Unit unit) {
		return ((amount > 0) ? "+" : "") + of(amount, unit);
	}

	static String percent(double share) {
		return digits(share * 100) + " %";
	}

	private static String digits(double number) {
		double size = Math.abs(number);
		if (size == Math.rint(size) || size >= 100) {
			return String.format(Locale.ROOT, "%.0f", number);
		}
		return String.format(Locale.ROOT, (size >= 10) ? "%.1f" : "%.2f", number);
	}

	/**
	 * A unit.
	 *
	 * @param unit its sign
	 * @param size how many of the smallest it is
	 */
	private record Scale(String unit, double size) {

	}

}
