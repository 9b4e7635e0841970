package io.ddprofiling.profile;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the functions of a profile cost in one column, added up in one pass over its rows.
 *
 * @since 0.1.0
 */
public final class FunctionCosts {

	private final Profile profile;

	private final long[] selfs;

	private final long[] totals;

	private FunctionCosts(Profile profile) {
		this.profile = profile;
		this.selfs = new long[profile.functionCount()];
		this.totals = new long[profile.functionCount()];
	}

	/**
	 * Adds up a column.
	 * @param profile the profile
	 * @param type the column
	 * @return the costs, none if the profile has no such column
	 */
	public static FunctionCosts of(Profile profile, SampleType type) {
		FunctionCosts costs = new FunctionCosts(profile);
		int column = profile.sampleTypes().indexOf(type);
		if (column >= 0) {
			costs.addAll(column);
		}
		return costs;
	}

	/**
	 * The functions that cost most by themselves.
	 * @param limit how many
	 * @return the costs, the largest first, none of them 0
	 */
	public List<FunctionCost> topBySelf(int limit) {
		return top(this.selfs, limit);
	}

	/**
	 * The functions that cost most with all that they call.
	 * @param limit how many
	 * @return the costs, the largest first, none of them 0
	 */
	public List<FunctionCost> topByTotal(int limit) {
		return top(this.totals, limit);
	}

	/**
	 * All functions that cost something.
	 * @return the costs by the function's name
	 */
	public Map<String, FunctionCost> byName() {
		Map<String, FunctionCost> costs = new HashMap<>();
		for (int function = 0; function < this.totals.length; function++) {
			if (this.totals[function] != 0) {
				costs.put(this.profile.functionName(function), cost(function));
			}
		}
		return costs;
	}

	private void addAll(int column) {
		int[] lastRows = new int[this.totals.length];
		Arrays.fill(lastRows, -1);
		for (int row = 0; row < this.profile.rows(); row++) {
			long value = this.profile.value(row, column);
			int stack = this.profile.stack(row);
			int depth = this.profile.depth(stack);
			for (int i = 0; value != 0 && i < depth; i++) {
				int function = this.profile.function(this.profile.frame(stack, i));
				if (i == 0) {
					this.selfs[function] += value;
				}
				if (lastRows[function] != row) {
					lastRows[function] = row;
					this.totals[function] += value;
				}
			}
		}
	}

	private List<FunctionCost> top(long[] values, int limit) {
		return IntStream.range(0, values.length)
			.filter((function) -> values[function] != 0)
			.boxed()
			.sorted(Comparator.comparingLong((Integer function) -> values[function])
				.reversed()
				.thenComparing(this.profile::functionName))
			.limit(limit)
			.map(this::cost)
			.toList();
	}

	private FunctionCost cost(int function) {
		return new FunctionCost(this.profile.functionName(function), this.selfs[function], this.totals[function]);
	}

}
