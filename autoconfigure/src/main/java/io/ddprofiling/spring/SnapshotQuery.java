package io.ddprofiling.spring;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.StringUtils;

/**
 * What a request for a snapshot asks for.
 *
 * @param format the form
 * @param types the types, not empty
 * @param last how far to go back
 * @param filter the samples
 */
record SnapshotQuery(SnapshotFormat format, Set<ProfileType> types, Duration last, SampleFilter filter) {

	private static final String DEFAULT_SECONDS = "60";

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

	static SnapshotQuery parse(String format, @Nullable String type, @Nullable String seconds,
			SnapshotFilterQuery filter, Duration longest, Set<ProfileType> recorded) {
		SnapshotFormat form = format(format);
		return new SnapshotQuery(form, types(form, type, recorded),
				last(StringUtils.hasText(seconds) ? seconds : DEFAULT_SECONDS, longest.toSeconds()),
				filter.parse(form));
	}

	static SnapshotQuery ofCapture(String format, @Nullable String type, SnapshotFilterQuery filter, ProfileType usual,
			Set<ProfileType> recorded) {
		SnapshotFormat form = format(format);
		boolean unspecified = form.isSingleType() && !StringUtils.hasText(type);
		return new SnapshotQuery(form, unspecified ? EnumSet.of(usual) : types(form, type, recorded), Duration.ZERO,
				filter.parse(form));
	}

	private static SnapshotFormat format(String text) {
		try {
			return SnapshotFormat.of(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidQueryException(WebEndpointResponse.STATUS_NOT_FOUND, "format", "there is no such format",
					SnapshotFormat.ids());
		}
	}

	private static Set<ProfileType> types(SnapshotFormat format, @Nullable String text, Set<ProfileType> recorded) {
		if (!StringUtils.hasText(text)) {
			return format.isSingleType() ? EnumSet.of(ProfileType.CPU) : recorded;
		}
		try {
			return EnumSet.of(ProfileType.of(text));
		}
		catch (IllegalArgumentException ex) {
			throw InvalidQueryException.badRequest("type", "there is no such type",
					Arrays.stream(ProfileType.values()).map(ProfileType::id).toList());
		}
	}

	static Duration last(String text, long longest) {
		if (NUMBER.matcher(text.strip()).matches()) {
			long seconds = Long.parseLong(text.strip());
			if (seconds >= 1 && seconds <= longest) {
				return Duration.ofSeconds(seconds);
			}
		}
		throw InvalidQueryException.badRequest("seconds", "it must be a whole number in the allowed range",
				List.of("1 to " + longest));
	}

	/**
	 * Thrown when a request asks for what there is not. The text of the request is not
	 * repeated.
	 */
	static final class InvalidQueryException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final int status;

		private final String parameter;

		private final transient List<String> allowed;

		InvalidQueryException(int status, String parameter, String message, List<String> allowed) {
			super("Invalid '" + parameter + "': " + message);
			this.status = status;
			this.parameter = parameter;
			this.allowed = allowed;
		}

		static InvalidQueryException badRequest(String parameter, String message, List<String> allowed) {
			return new InvalidQueryException(WebEndpointResponse.STATUS_BAD_REQUEST, parameter, message, allowed);
		}

		int status() {
			return this.status;
		}

		Map<String, Object> body() {
			Map<String, Object> body = new LinkedHashMap<>();
			body.put("error", getMessage());
			body.put("parameter", this.parameter);
			body.put("allowed", this.allowed);
			return body;
		}

	}

}
