package io.ddprofiling.spring;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.spring.SnapshotQuery.InvalidQueryException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Which samples a request asks for, as it says it. What is empty does not matter.
 *
 * @param endpoint the name of an endpoint
 * @param thread the name of a thread, or its beginning or end
 * @param trace the identifier of a trace
 */
record SnapshotFilterQuery(@Nullable String endpoint, @Nullable String thread, @Nullable String trace) {

	/**
	 * Longer names are not kept.
	 */
	private static final int MAX_LENGTH = 200;

	private static final Pattern TRACE = Pattern.compile("[0-9a-fA-F]{16}|[0-9a-fA-F]{32}");

	private static final String SHORT_TRACE = "0".repeat(16);

	SampleFilter parse() {
		return new SampleFilter(text("endpoint", this.endpoint), text("thread", this.thread), trace(this.trace));
	}

	private static @Nullable String text(String parameter, @Nullable String text) {
		if (!StringUtils.hasText(text)) {
			return null;
		}
		if (text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
			throw invalid(parameter, "it must be a text of limited length without control characters",
					Stream.of("1 to " + MAX_LENGTH + " characters"));
		}
		return text;
	}

	private static @Nullable String trace(@Nullable String text) {
		if (!StringUtils.hasText(text)) {
			return null;
		}
		if (!TRACE.matcher(text.strip()).matches()) {
			throw invalid("trace", "it must be the identifier of a trace", Stream.of("16 or 32 hexadecimal digits"));
		}
		String digits = text.strip().toLowerCase(Locale.ROOT);
		return (digits.length() == SHORT_TRACE.length()) ? SHORT_TRACE + digits : digits;
	}

	private static InvalidQueryException invalid(String parameter, String message, Stream<String> allowed) {
		return InvalidQueryException.badRequest(parameter, message, allowed.toList());
	}

}
