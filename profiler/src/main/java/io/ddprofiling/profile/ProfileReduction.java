package io.ddprofiling.profile;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes a profile smaller whose backend would not take it as it is. The sum of every
 * column stays what it was. Use once.
 *
 * @since 0.1.0
 */
public final class ProfileReduction {

	/**
	 * What stands for the stacks that were left out.
	 */
	public static final String OMITTED = "<small stacks omitted>";

	private final Profile profile;

	private final ProfileBuilder builder;

	private final Set<ProfileType> types;

	private final Map<Integer, Integer> stacks = new HashMap<>();

	private final Map<Integer, Integer> frames = new HashMap<>();

	private ProfileReduction(Profile profile) {
		this.profile = profile;
		this.types = profile.sampleTypes()
			.stream()
			.map(ProfileType::of)
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(ProfileType.class)));
		this.builder = new ProfileBuilder(this.types, profile.rates());
		profile.requests().forEach(this.builder::requests);
		profile.waits().forEach(this.builder::waited);
	}

	/**
	 * Leaves labels out, so that rows become equal and are added up.
	 * @param profile the profile
	 * @param omitted which labels to leave out
	 * @return the smaller profile
	 */
	public static Profile withoutLabels(Profile profile, Predicate<Label> omitted) {
		ProfileReduction reduction = new ProfileReduction(profile);
		for (int row = 0; row < profile.rows(); row++) {
			List<Label> labels = profile.labels(row).stream().filter(omitted.negate()).toList();
			reduction.add(row, reduction.stack(profile.stack(row)), labels);
		}
		return reduction.build();
	}

	/**
	 * Keeps the rows that are the largest share of any column, and adds up all others as
	 * one stack, {@link #OMITTED}.
	 * @param profile the profile
	 * @param rows how many rows to keep
	 * @return the smaller profile
	 */
	public static Profile heaviest(Profile profile, int rows) {
		ProfileReduction reduction = new ProfileReduction(profile);
		double[] shares = shares(profile);
		int[] order = IntStream.range(0, profile.rows())
			.boxed()
			.sorted(Comparator.comparingDouble((Integer row) -> -shares[row]))
			.mapToInt(Integer::intValue)
			.toArray();
		int[] kept = Arrays.copyOf(order, Math.min(rows, order.length));
		Arrays.sort(kept);
		for (int row : kept) {
			reduction.add(row, reduction.stack(profile.stack(row)), profile.labels(row));
		}
		int rest = reduction.omitted();
		for (int i = kept.length; i < order.length; i++) {
			reduction.add(order[i], rest, List.of());
		}
		return reduction.build();
	}

	private Profile build() {
		return this.builder.build(this.profile.window(), this.profile.recorded());
	}

	private int omitted() {
		int frame = this.builder.frame(this.builder.function(OMITTED, ""), 0);
		return this.builder.stack(new int[] { frame }, 1);
	}

	private void add(int row, int stack, List<Label> labels) {
		int set = this.builder.labels(labels);
		for (ProfileType type : this.types) {
			long count = value(row, type.count());
			long value = value(row, type.value());
			if (count != 0 || value != 0) {
				this.builder.add(stack, set, type, count, value);
			}
		}
	}

	private long value(int row, SampleType column) {
		return this.profile.value(row, this.profile.sampleTypes().indexOf(column));
	}

	private int stack(int stack) {
		return this.stacks.computeIfAbsent(stack, (old) -> {
			int[] mapped = IntStream.range(0, this.profile.depth(old))
				.map((index) -> frame(this.profile.frame(old, index)))
				.toArray();
			return this.builder.stack(mapped, mapped.length);
		});
	}

	private int frame(int frame) {
		return this.frames.computeIfAbsent(frame, (old) -> {
			int function = this.profile.function(old);
			return this.builder.frame(
					this.builder.function(this.profile.functionName(function), this.profile.functionFile(function)),
					this.profile.line(old));
		});
	}

	private static double[] shares(Profile profile) {
		double[] shares = new double[profile.rows()];
		for (int column = 0; column < profile.sampleTypes().size(); column++) {
			double total = Math.max(1, profile.total(profile.sampleTypes().get(column)));
			for (int row = 0; row < shares.length; row++) {
				shares[row] = Math.max(shares[row], profile.value(row, column) / total);
			}
		}
		return shares;
	}

}
