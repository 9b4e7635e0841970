package io.ddprofiling.profile;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a profile's endpoints cost: the columns of the profile, added up by
 * {@link Endpoint}. All endpoints and what belongs to none add up to the whole profile.
 *
 * @since 0.1.0
 */
public final class EndpointCosts {

	private final List<SampleType> sampleTypes;

	private final Map<Endpoint, long[]> sums = new HashMap<>();

	private final long[] unattributed;

	private final Map<Endpoint, Long> waits;

	private EndpointCosts(Profile profile) {
		this.sampleTypes = profile.sampleTypes();
		this.unattributed = none();
		this.waits = profile.waits();
		profile.requests().keySet().forEach((endpoint) -> this.sums.put(endpoint, none()));
		profile.waits().keySet().forEach((endpoint) -> this.sums.put(endpoint, none()));
	}

	/**
	 * Adds up a profile.
	 * @param profile the profile
	 * @return the costs of all endpoints it tells of
	 */
	public static EndpointCosts of(Profile profile) {
		EndpointCosts costs = new EndpointCosts(profile);
		// a profile has each set of labels once, and far fewer of them than rows
		Map<List<Label>, long[]> known = new IdentityHashMap<>();
		for (int row = 0; row < profile.rows(); row++) {
			long[] sum = known.computeIfAbsent(profile.labels(row), costs::sum);
			for (int column = 0; column < sum.length; column++) {
				sum[column] += profile.value(row, column);
			}
		}
		return costs;
	}

	/**
	 * The endpoints that have samples, waits or requests.
	 * @return the endpoints, in no order
	 */
	public Set<Endpoint> endpoints() {
		return this.sums.keySet();
	}

	/**
	 * Whether the profile tells of something at all.
	 * @param type the column
	 * @return {@code false} if the profile has no such column
	 */
	public boolean has(SampleType type) {
		return this.sampleTypes.contains(type);
	}

	/**
	 * The sum of a column.
	 * @param endpoint the endpoint, {@code null} for what belongs to none
	 * @param type the column
	 * @return the sum, 0 if the profile has no such column
	 */
	public long value(@Nullable Endpoint endpoint, SampleType type) {
		int column = this.sampleTypes.indexOf(type);
		long[] sum = (endpoint != null) ? this.sums.get(endpoint) : this.unattributed;
		return (column >= 0 && sum != null) ? sum[column] : 0;
	}

	/**
	 * Whether the profile tells of waits at all.
	 * @return {@code false} if nothing was recorded that tells of them
	 */
	public boolean hasWaits() {
		return has(SampleType.WALL_TIME) || !this.waits.isEmpty();
	}

	/**
	 * How long an endpoint waited.
	 * @param endpoint the endpoint
	 * @return nanoseconds
	 * @see Profile#waits()
	 */
	public long waits(Endpoint endpoint) {
		return this.waits.getOrDefault(endpoint, 0L);
	}

	/**
	 * The sum of a column over the whole profile.
	 * @param type the column
	 * @return the sum, 0 if the profile has no such column
	 */
	public long total(SampleType type) {
		return value(null, type) + this.sums.keySet().stream().mapToLong((endpoint) -> value(endpoint, type)).sum();
	}

	private long[] sum(List<Label> labels) {
		Endpoint endpoint = Endpoint.of(labels);
		return (endpoint != null) ? this.sums.computeIfAbsent(endpoint, (key) -> none()) : this.unattributed;
	}

	private long[] none() {
		return new long[this.sampleTypes.size()];
	}

}
