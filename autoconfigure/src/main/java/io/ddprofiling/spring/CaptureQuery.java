package io.ddprofiling.spring;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ddprofiling.CaptureIntervals;
import io.ddprofiling.CaptureRequest;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.spring.SnapshotQuery.InvalidQueryException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What a request for a capture asks for, as it says it.
 *
 * @param seconds how many seconds to capture, 30 if there is none
 * @param type the id of a profile type, CPU time if there is none
 * @param interval the interval of that type, the usual one if there is none
 */
record CaptureQuery(@Nullable String seconds, @Nullable String type, @Nullable String interval) {

	private static final long DEFAULT_SECONDS = 30;

	private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

	private static final Pattern INTERVAL = Pattern.compile("([0-9]{1,9})(ns|us|ms|s|b|kb|mb)");

	private static final Map<String, Long> TIMES = Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s",
			1_000_000_000L);

	private static final Map<String, Long> SIZES = Map.of("b", 1L, "kb", 1024L, "mb", 1024L * 1024);

	static Optional<UUID> id(String text) {
		return ID.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
	}

	CaptureRequest parse(Duration longest, CaptureIntervals intervals) {
		Duration length = Duration
			.ofSeconds(SnapshotQuery.number("seconds", this.seconds, DEFAULT_SECONDS, longest.toSeconds()));
		ProfileType wanted = type(intervals);
		CaptureRequest request = CaptureRequest.ofNext(length).about(wanted);
		return StringUtils.hasText(this.interval) ? request.withInterval(interval(this.interval, wanted, intervals))
				: request;
	}

	private ProfileType type(CaptureIntervals intervals) {
		String text = this.type;
		if (!StringUtils.hasText(text)) {
			return intervals.usual();
		}
		Set<ProfileType> recorded = intervals.recorded();
		return recorded.stream()
			.filter((candidate) -> candidate.id().equalsIgnoreCase(text.strip()))
			.findFirst()
			.orElseThrow(() -> InvalidQueryException.badRequest("type", "it is not recorded",
					recorded.stream().map(ProfileType::id).toList()));
	}

	private static long interval(String text, ProfileType type, CaptureIntervals intervals) {
		if (!intervals.adjustable().contains(type)) {
			throw InvalidQueryException.badRequest("interval", "a capture cannot have another one of this type",
					intervals.adjustable().stream().map(ProfileType::id).toList());
		}
		long shortest = intervals.shortest(type);
		long longest = intervals.longest(type);
		Matcher matcher = INTERVAL.matcher(text.strip().toLowerCase(Locale.ROOT));
		boolean bytes = type == ProfileType.ALLOCATION || type == ProfileType.NATIVE_MEMORY;
		Long unit = matcher.matches() ? (bytes ? SIZES : TIMES).get(matcher.group(2)) : null;
		if (unit != null) {
			long interval = Long.parseLong(matcher.group(1)) * unit;
			if (interval >= shortest && interval <= longest) {
				return interval;
			}
		}
		throw InvalidQueryException.badRequest("interval", "it must have a unit and be in the allowed range",
				List.of(text(type, shortest) + " to " + text(type, longest)));
	}

	private static String text(ProfileType type, long interval) {
		return SamplingRates.NONE.with(type, interval).text(type);
	}

}
