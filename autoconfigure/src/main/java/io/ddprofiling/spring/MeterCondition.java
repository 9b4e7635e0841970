package io.ddprofiling.spring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.StringUtils;

/**
 * A condition on meters, as in {@code http.server.requests{uri=/orders,method=POST} max >
 * 2}.
 *
 * @param name the meters' name
 * @param tags tags that the meters have, among others
 * @param statistic which of their values counts
 * @param limit what one of the values has to be over
 */
record MeterCondition(String name, Map<String, String> tags, Statistic statistic, double limit) {

	private static final Pattern FORM = Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]{0,199})\\s*"
			+ "(?:\\{(.{0,1000})})?\\s*([a-z]{1,20})?\\s*>\\s*(-?[0-9]{1,15}(?:\\.[0-9]{1,9})?)");

	private static final String ALLOWED = "it must be conditions, separated by semicolons, as in"
			+ " hikaricp.connections.pending{pool=main} value > 5, with one of the statistics "
			+ Arrays.toString(Statistic.values()).toLowerCase(Locale.ROOT);

	private static final int MAX = 20;

	static List<MeterCondition> parse(String text) {
		List<MeterCondition> conditions = new ArrayList<>();
		for (String part : text.split(";")) {
			if (StringUtils.hasText(part)) {
				conditions.add(one(part.strip()));
			}
		}
		if (conditions.isEmpty() || conditions.size() > MAX) {
			throw new IllegalArgumentException(ALLOWED);
		}
		return conditions;
	}

	private static MeterCondition one(String text) {
		Matcher matcher = FORM.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(ALLOWED);
		}
		return new MeterCondition(matcher.group(1), tags(matcher.group(2)), statistic(matcher.group(3)),
				Double.parseDouble(matcher.group(4)));
	}

	private static Map<String, String> tags(String text) {
		Map<String, String> tags = new LinkedHashMap<>();
		for (String tag : StringUtils.hasText(text) ? text.split(",") : new String[0]) {
			int equals = tag.indexOf('=');
			if (equals < 1 || tag.substring(0, equals).isBlank()) {
				throw new IllegalArgumentException(ALLOWED);
			}
			tags.put(tag.substring(0, equals).strip(), tag.substring(equals + 1).strip());
		}
		return tags;
	}

	private static Statistic statistic(String text) {
		if (!StringUtils.hasText(text)) {
			return Statistic.VALUE;
		}
		return Arrays.stream(Statistic.values())
			.filter((candidate) -> candidate.name().equalsIgnoreCase(text))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(ALLOWED));
	}

	@Override
	public String toString() {
		return this.name + (this.tags.isEmpty() ? "" : this.tags) + " " + this.statistic.name().toLowerCase(Locale.ROOT)
				+ " > " + this.limit;
	}

	/**
	 * Which of a meter's values counts.
	 */
	enum Statistic {

		/**
		 * What a gauge tells now.
		 */
		VALUE,

		/**
		 * The largest of a timer or summary, for as long as it remembers.
		 */
		MAX,

		/**
		 * The mean of what a timer or summary has counted since the last look.
		 */
		MEAN,

		/**
		 * How many a second were counted since the last look.
		 */
		RATE

	}

}
