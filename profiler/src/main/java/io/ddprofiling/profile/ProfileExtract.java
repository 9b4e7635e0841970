package io.ddprofiling.profile;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The part of a {@link Profile} that is of one type, for backends that take one type at a
 * time and not more than so much of it. Its functions, frames and stacks are those that
 * are needed, and its sum is that of the whole.
 *
 * @since 0.1.0
 */
public final class ProfileExtract {

	private static final int UNKNOWN = -1;

	private final Profile profile;

	private final int[] columns;

	private final ProfileType type;

	private final ProfileBuilder builder;

	private final int[] frames;

	private final int[] stacks;

	private ProfileExtract(Profile profile, ProfileType type) {
		this.profile = profile;
		this.type = type;
		this.columns = new int[] { profile.sampleTypes().indexOf(type.count()),
				profile.sampleTypes().indexOf(type.value()) };
		this.builder = new ProfileBuilder(EnumSet.of(type), profile.rates().only(EnumSet.of(type)));
		this.frames = new int[profile.frameCount()];
		Arrays.fill(this.frames, UNKNOWN);
		this.stacks = new int[profile.stackCount()];
		Arrays.fill(this.stacks, UNKNOWN);
	}

	/**
	 * Extracts a type.
	 * @param profile the profile
	 * @param type the type
	 * @param labels which labels of a sample are kept; samples that differ in others only
	 * are added up
	 * @return the profile of this type, empty if nothing of it was sampled
	 */
	public static Profile of(Profile profile, ProfileType type, UnaryOperator<List<Label>> labels) {
		ProfileExtract extract = new ProfileExtract(profile, type);
		if (profile.sampleTypes().contains(type.value())) {
			extract.addAll(labels);
		}
		return extract.build();
	}

	/**
	 * Extracts the rows with the largest values. The others become one row, whose only
	 * frame tells how many they were.
	 * @param profile a profile of one type
	 * @param type the type
	 * @param maxRows the most rows, at least 1
	 * @return the profile itself if it has no more
	 */
	public static Profile largest(Profile profile, ProfileType type, int maxRows) {
		if (profile.rows() <= maxRows) {
			return profile;
		}
		ProfileExtract extract = new ProfileExtract(profile, type);
		int[] byValue = IntStream.range(0, profile.rows())
			.boxed()
			.sorted(Comparator.comparingLong((Integer row) -> extract.value(row)).reversed())
			.mapToInt(Integer::intValue)
			.toArray();
		Arrays.sort(byValue, 0, maxRows - 1);
		for (int i = 0; i < maxRows - 1; i++) {
			extract.add(byValue[i], profile.labels(byValue[i]));
		}
		extract.omit(Arrays.copyOfRange(byValue, maxRows - 1, byValue.length));
		return extract.build();
	}

	/**
	 * Extracts some rows.
	 * @param profile a profile of one type
	 * @param type the type
	 * @param from the first row
	 * @param to the row after the last
	 * @return the profile of these rows
	 */
	public static Profile rows(Profile profile, ProfileType type, int from, int to) {
		ProfileExtract extract = new ProfileExtract(profile, type);
		for (int row = from; row < to; row++) {
			extract.add(row, profile.labels(row));
		}
		return extract.build();
	}

	private void addAll(UnaryOperator<List<Label>> labels) {
		Map<List<Label>, List<Label>> kept = new HashMap<>();
		for (int row = 0; row < this.profile.rows(); row++) {
			if (count(row) != 0 || value(row) != 0) {
				add(row, kept.computeIfAbsent(this.profile.labels(row), labels));
			}
		}
	}

	private void add(int row, List<Label> labels) {
		this.builder.add(stack(this.profile.stack(row)), this.builder.labels(labels), this.type, count(row),
				value(row));
	}

	private void omit(int[] rows) {
		int frame = this.builder.frame(this.builder.function("<" + rows.length + " samples omitted>", ""), 0);
		int stack = this.builder.stack(new int[] { frame }, 1);
		int labels = this.builder.labels(List.of());
		for (int row : rows) {
			this.builder.add(stack, labels, this.type, count(row), value(row));
		}
	}

	private Profile build() {
		this.builder.samples[this.type.ordinal()] = this.profile.samples(this.type);
		return this.builder.build(this.profile.window(), this.profile.recorded());
	}

	private long count(int row) {
		return this.profile.value(row, this.columns[0]);
	}

	private long value(int row) {
		return this.profile.value(row, this.columns[1]);
	}

	private int stack(int stack) {
		if (this.stacks[stack] == UNKNOWN) {
			int[] copy = new int[this.profile.depth(stack)];
			for (int i = 0; i < copy.length; i++) {
				copy[i] = frame(this.profile.frame(stack, i));
			}
			this.stacks[stack] = this.builder.stack(copy, copy.length);
		}
		return this.stacks[stack];
	}

	private int frame(int frame) {
		if (this.frames[frame] == UNKNOWN) {
			int function = this.profile.function(frame);
			this.frames[frame] = this.builder.frame(
					this.builder.function(this.profile.functionName(function), this.profile.functionFile(function)),
					this.profile.line(frame));
		}
		return this.frames[frame];
	}

}
