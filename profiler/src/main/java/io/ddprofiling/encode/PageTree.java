package io.ddprofiling.encode;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.ddprofiling.profile.LongIntMap;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;

/**
 * One call tree for all types of one or two profiles, and where their stacks end in it.
 * Frames of one function that differ only in lines are one. What does not fit is what
 * matters least to all types together.
 */
final class PageTree {

	/**
	 * In none of the types.
	 */
	static final int NOWHERE = -1;

	private static final double SCALE = 1e12;

	/**
	 * How much more the type counts that is shown first.
	 */
	private static final double EMPHASIS = 16;

	private final CallTree tree;

	private final Map<Profile, int[]> nodes = new HashMap<>();

	private PageTree(CallTree tree) {
		this.tree = tree;
	}

	static PageTree of(List<Profile> profiles, List<ProfileType> types, ProfileType shown, int maxNodes) {
		CallTree.Builder builder = new CallTree.Builder();
		for (Profile profile : profiles) {
			addStacks(profile, weights(profile, types, shown), builder);
		}
		PageTree result = new PageTree(builder.build(maxNodes));
		LongIntMap children = result.children();
		for (Profile profile : profiles) {
			result.nodes.put(profile, result.nodes(profile, weights(profile, types, shown), children));
		}
		return result;
	}

	CallTree tree() {
		return this.tree;
	}

	// of all stacks of a profile
	int[] nodes(Profile profile) {
		return Objects.requireNonNull(this.nodes.get(profile));
	}

	private static void addStacks(Profile profile, double[] weights, CallTree.Builder builder) {
		int[] names = new int[profile.functionCount()];
		Arrays.setAll(names, (function) -> builder.name(profile.functionName(function)));
		for (int stack = 0; stack < weights.length; stack++) {
			int depth = profile.depth(stack);
			int[] path = new int[depth];
			for (int i = 0; i < depth; i++) {
				path[depth - 1 - i] = names[profile.function(profile.frame(stack, i))];
			}
			if (weights[stack] > 0) {
				builder.add(path, depth, Math.max(1, Math.round(weights[stack] * SCALE)));
			}
		}
	}

	// sums of shares, because types have different units
	private static double[] weights(Profile profile, List<ProfileType> types, ProfileType shown) {
		double[] weights = new double[profile.stackCount()];
		for (ProfileType type : types) {
			int column = profile.sampleTypes().indexOf(type.value());
			double total = Math.max(1, profile.total(type.value())) / ((type == shown) ? EMPHASIS : 1);
			for (int row = 0; column >= 0 && row < profile.rows(); row++) {
				weights[profile.stack(row)] += profile.value(row, column) / total;
			}
		}
		return weights;
	}

	private int[] nodes(Profile profile, double[] weights, LongIntMap children) {
		Map<String, Integer> ids = new HashMap<>();
		for (int id = 0; id < this.tree.nameCount(); id++) {
			ids.put(this.tree.name(id), id);
		}
		int[] names = new int[profile.functionCount()];
		Arrays.setAll(names, (function) -> ids.getOrDefault(profile.functionName(function), NOWHERE));
		int truncated = ids.getOrDefault(CallTree.TRUNCATED, NOWHERE);
		int[] nodes = new int[profile.stackCount()];
		for (int stack = 0; stack < nodes.length; stack++) {
			nodes[stack] = (weights[stack] > 0) ? node(profile, stack, names, truncated, children) : NOWHERE;
		}
		return nodes;
	}

	private static int node(Profile profile, int stack, int[] names, int truncated, LongIntMap children) {
		int node = 0;
		for (int i = profile.depth(stack) - 1; i >= 0; i--) {
			int name = names[profile.function(profile.frame(stack, i))];
			int child = (name != NOWHERE) ? children.get(key(node, name)) : LongIntMap.ABSENT;
			if (child == LongIntMap.ABSENT) {
				return children.get(key(node, truncated));
			}
			node = child;
		}
		return node;
	}

	private LongIntMap children() {
		LongIntMap children = new LongIntMap();
		int[] path = new int[64];
		for (int node = 1; node < this.tree.size(); node++) {
			int depth = this.tree.depth(node);
			path = (depth < path.length) ? path : Arrays.copyOf(path, depth * 2);
			path[depth] = node;
			children.put(key(path[depth - 1], this.tree.nameId(node)), node);
		}
		return children;
	}

	private static long key(int parent, int name) {
		return ((long) parent << 32) | name;
	}

}
