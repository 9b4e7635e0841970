package io.ddprofiling.encode;

import java.util.Arrays;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.SampleType;

/**
 * Makes a {@link CallTree} of one column of a profile.
 *
 * @since 0.1.0
 */
public final class ProfileTree {

	private ProfileTree() {
	}

	/**
	 * Makes a tree; frames of one function that differ only in lines are one.
	 * @param profile the profile
	 * @param type the column
	 * @param maxNodes how many nodes the tree may have
	 * @return the tree, of the root only if the profile has no such column
	 */
	public static CallTree of(Profile profile, SampleType type, int maxNodes) {
		CallTree.Builder builder = new CallTree.Builder();
		int column = profile.sampleTypes().indexOf(type);
		int[] names = new int[profile.functionCount()];
		Arrays.setAll(names, (function) -> builder.name(profile.functionName(function)));
		int[] path = new int[64];
		for (int row = 0; column >= 0 && row < profile.rows(); row++) {
			int stack = profile.stack(row);
			int depth = profile.depth(stack);
			path = (depth > path.length) ? new int[depth * 2] : path;
			for (int i = 0; i < depth; i++) {
				path[depth - 1 - i] = names[profile.function(profile.frame(stack, i))];
			}
			long value = profile.value(row, column);
			if (value > 0) {
				builder.add(path, depth, value);
			}
		}
		return builder.build(maxNodes);
	}

}
