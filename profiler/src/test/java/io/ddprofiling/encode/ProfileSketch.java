package io.ddprofiling.encode;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;

/**
 * A profile made by hand. A frame is a function and, after a colon, a line.
 */
public final class ProfileSketch {

	static final TimeWindow WINDOW = new TimeWindow(Instant.parse("2026-01-01T00:00:00Z"),
			Instant.parse("2026-01-01T00:01:00Z"));

	private final ProfileBuilder builder;

	public ProfileSketch(Set<ProfileType> types) {
		SamplingRates rates = SamplingRates.NONE;
		for (ProfileType type : types) {
			rates = rates.with(type, interval(type));
		}
		this.builder = new ProfileBuilder(types, rates);
	}

	static long interval(ProfileType type) {
		return 1000 + type.ordinal();
	}

	public ProfileSketch add(ProfileType type, long count, long value, String... leafFirst) {
		return add(type, count, value, List.of(Label.of(LabelKey.THREAD_NAME, "main")), leafFirst);
	}

	public ProfileSketch add(ProfileType type, long count, long value, List<Label> labels, String... leafFirst) {
		this.builder.add(stack(leafFirst), this.builder.labels(labels), type, count, value);
		return this;
	}

	// so many seconds after the window's beginning
	public ProfileSketch addAt(double second, ProfileType type, long value, List<Label> labels, String... leafFirst) {
		long time = ChronoUnit.NANOS.between(Instant.EPOCH, WINDOW.start()) + Math.round(second * 1e9);
		this.builder.add(stack(leafFirst), this.builder.labels(labels), type, 1, value, time);
		return this;
	}

	public ProfileSketch timed() {
		this.builder.keepTimes(WINDOW);
		return this;
	}

	public ProfileSketch requests(String endpoint, long count) {
		this.builder.requests(new Endpoint(endpoint, true), count);
		return this;
	}

	public static List<Label> labels(String thread, String endpoint) {
		List<Label> labels = new ArrayList<>(List.of(Label.of(LabelKey.THREAD_NAME, thread)));
		if (!endpoint.isEmpty()) {
			labels.add(Label.of(LabelKey.ENDPOINT, endpoint));
		}
		return labels;
	}

	public Profile build() {
		return this.builder.build(WINDOW);
	}

	public Profile build(Duration recorded) {
		return this.builder.build(WINDOW, recorded);
	}

	private int stack(String... leafFirst) {
		int[] frames = Arrays.stream(leafFirst).mapToInt(this::frame).toArray();
		return this.builder.stack(frames, frames.length);
	}

	private int frame(String frame) {
		int colon = frame.matches("(?s).+:\\d+") ? frame.lastIndexOf(':') : -1;
		String name = (colon > 0) ? frame.substring(0, colon) : frame;
		int line = (colon > 0) ? Integer.parseInt(frame.substring(colon + 1)) : 0;
		int method = name.lastIndexOf('.');
		String file = (method > 0) ? name.substring(0, method).replace('.', '/') + ".java" : "";
		return this.builder.frame(this.builder.function(name, file), line);
	}

}
