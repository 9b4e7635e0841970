package io.ddprofiling;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.ddprofiling.profile.ProfileType;
import org.jspecify.annotations.Nullable;

/**
 * What profiling costs, and what is done to keep it within its budget.
 *
 * @param budget the share of the CPU time of the process that profiling may use, 0 if
 * there is no limit
 * @param measured what it has used lately, {@code null} if it has just begun
 * @param stretched the types that are sampled less often than was asked for
 * @since 0.1.0
 */
public record Overhead(double budget, @Nullable Measured measured, List<Stretched> stretched) {

	public Overhead {
		stretched = List.copyOf(stretched);
	}

	/**
	 * The CPU time that profiling has used. All shares are fractions of the CPU time of
	 * the process.
	 *
	 * @param window the time that was looked at, a minute as a rule
	 * @param share the share of profiling
	 * @param cores the CPU time of profiling by elapsed time: 0.01 is a hundredth of one
	 * processor
	 * @param sampling the estimated share of taking samples, by type
	 * @param threads the share of the profiler's own threads, which read recordings and
	 * deliver profiles
	 * @since 0.1.0
	 */
	public record Measured(Duration window, double share, double cores, Map<ProfileType, Double> sampling,
			double threads) {

		public Measured {
			Map<ProfileType, Double> ordered = new EnumMap<>(ProfileType.class);
			ordered.putAll(sampling);
			sampling = Collections.unmodifiableMap(ordered);
		}

		static Measured of(OverheadCost cost) {
			Map<ProfileType, Double> sampling = new EnumMap<>(ProfileType.class);
			cost.sampling().forEach((type, time) -> sampling.put(type, cost.share(time)));
			return new Measured(cost.window(), cost.share(cost.total()), cost.cores(), sampling,
					cost.share(cost.threads()));
		}

	}

	/**
	 * A type that is sampled less often than was asked for.
	 *
	 * @param type the type
	 * @param factor how many times as long its interval is
	 * @param since when it was changed last
	 * @since 0.1.0
	 */
	public record Stretched(ProfileType type, int factor, Instant since) {

	}

}
