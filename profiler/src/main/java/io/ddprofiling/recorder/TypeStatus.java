package io.ddprofiling.recorder;

import io.ddprofiling.profile.ProfileType;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for and what is in force for one type of profile.
 *
 * @param type the type
 * @param asked the interval that was asked for, or {@code off}
 * @param effective the interval and mechanism in force, or {@code off}
 * @param reason why the two differ, or {@code null} if they don't
 * @since 0.1.0
 */
public record TypeStatus(ProfileType type, String asked, String effective, @Nullable String reason) {

	/**
	 * What stands for a type that is not recorded.
	 */
	public static final String OFF = "off";

	/**
	 * Why an interval is longer than was asked for.
	 */
	static final String STRETCHED = "sampled less often, to keep within dd.profiling.max-samples and dd.profiling.max-overhead";

	private static final String REFINED = "sampled more often while a capture is recorded";

	static @Nullable String change(long asked, long effective) {
		if (effective == asked) {
			return null;
		}
		return (effective > asked) ? STRETCHED : REFINED;
	}

}
