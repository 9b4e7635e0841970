package io.ddprofiling.spring;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.ddprofiling.Snapshot;
import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.SnapshotView;
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
 * @param time which time
 * @param filter the samples
 * @param limit the most entries of a list
 * @param baseline what to compare with, {@code null} if nothing is compared
 */
record SnapshotQuery(SnapshotFormat format, Set<ProfileType> types, SnapshotTime time, SampleFilter filter, int limit,
		@Nullable String baseline) {

	private static final int MAX_LIMIT = 1000;

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

	static SnapshotQuery parse(String format, SnapshotParameters parameters, Duration longest,
			Set<ProfileType> recorded) {
		SnapshotFormat form = format(format);
		return new SnapshotQuery(form, types(form, parameters.type(), recorded),
				SnapshotTime.parse(parameters, longest), parameters.filter().parse(), limit(parameters),
				baseline(form, parameters.baseline()));
	}

	static SnapshotQuery ofCapture(String format, SnapshotParameters parameters, ProfileType usual,
			Set<ProfileType> recorded) {
		SnapshotFormat form = format(format);
		boolean unspecified = form.isSingleType() && !StringUtils.hasText(parameters.type());
		return new SnapshotQuery(form, unspecified ? EnumSet.of(usual) : types(form, parameters.type(), recorded),
				SnapshotTime.ofCapture(parameters), parameters.filter().parse(), limit(parameters),
				baseline(form, parameters.baseline()));
	}

	/**
	 * The same in the other form that a request prefers, if there is one.
	 * @param media what the request prefers
	 * @return the query
	 */
	SnapshotQuery in(@Nullable SnapshotMedia media) {
		if (media != SnapshotMedia.MARKDOWN) {
			return this;
		}
		return switch (this.format) {
			case TOP -> as(SnapshotFormat.TOP_MARKDOWN);
			case DIFF -> as(SnapshotFormat.DIFF_MARKDOWN);
			default -> this;
		};
	}

	SnapshotView view(@Nullable Snapshot comparedWith) {
		return new SnapshotView(this.types, this.filter, comparedWith, this.limit);
	}

	/**
	 * Whether a recording is wanted of exactly these samples, not of whole chunks.
	 * @return {@code false} if all samples of the last seconds are wanted
	 */
	boolean isExact() {
		return this.filter.leavesOut() || this.time.window() != null;
	}

	private SnapshotQuery as(SnapshotFormat other) {
		return new SnapshotQuery(other, this.types, this.time, this.filter, this.limit, this.baseline);
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
			ProfileType type = ProfileType.of(text);
			if (format.types().contains(type)) {
				return EnumSet.of(type);
			}
		}
		catch (IllegalArgumentException ex) {
			throw noSuchType(format, "there is no such type");
		}
		throw noSuchType(format, "this format cannot show it");
	}

	private static InvalidQueryException noSuchType(SnapshotFormat format, String message) {
		return InvalidQueryException.badRequest("type", message, format.types().stream().map(ProfileType::id).toList());
	}

	private static @Nullable String baseline(SnapshotFormat format, @Nullable String text) {
		if (!StringUtils.hasText(text)) {
			return format.isComparison() ? StoredBaselines.PREVIOUS : null;
		}
		if (!format.takesBaseline()) {
			throw InvalidQueryException.badRequest("baseline", "this format compares nothing, ask for another",
					Arrays.stream(SnapshotFormat.values())
						.filter(SnapshotFormat::takesBaseline)
						.map(SnapshotFormat::id)
						.toList());
		}
		return text;
	}

	private static int limit(SnapshotParameters parameters) {
		return (int) number("limit", parameters.limit(), SnapshotView.DEFAULT_LIMIT, MAX_LIMIT);
	}

	static long number(String parameter, @Nullable String text, long otherwise, long largest) {
		if (!StringUtils.hasText(text)) {
			// a store may be so short-lived that the usual is too much
			return Math.min(otherwise, largest);
		}
		if (NUMBER.matcher(text.strip()).matches()) {
			long number = Long.parseLong(text.strip());
			if (number >= 1 && number <= largest) {
				return number;
			}
		}
		throw InvalidQueryException.badRequest(parameter, "it must be a whole number in the allowed range",
				List.of("1 to " + largest));
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

		InvalidQueryException(int status, String parameter, @Nullable String message, List<String> allowed) {
			super("Invalid '" + parameter + "': " + message);
			this.status = status;
			this.parameter = parameter;
			this.allowed = allowed;
		}

		static InvalidQueryException badRequest(String parameter, @Nullable String message, List<String> allowed) {
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
