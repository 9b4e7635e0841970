package io.ddprofiling.spring;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.SampleType;

/**
 * What a column of a profile says of {@link KnownWork}: by the endpoints samples belong
 * to, and by the methods on their stacks.
 */
final class EndpointShares {

	private static final String WORK = KnownWork.class.getName() + ".";

	static final String NONE = "none";

	private final Profile profile;

	private final int column;

	/**
	 * By the method, then by the endpoint.
	 */
	private final Map<String, Map<String, Long>> works = new TreeMap<>();

	private final Map<String, Long> endpoints = new TreeMap<>();

	private final Map<String, Long> threads = new TreeMap<>();

	private long total;

	private EndpointShares(Profile profile, SampleType type) {
		this.profile = profile;
		this.column = profile.sampleTypes().indexOf(type);
	}

	static EndpointShares of(Profile profile, SampleType type) {
		return of(profile, type, (thread) -> true);
	}

	static EndpointShares of(Profile profile, SampleType type, Predicate<String> threads) {
		EndpointShares shares = new EndpointShares(profile, type);
		for (int row = 0; row < profile.rows(); row++) {
			if (profile.value(row, shares.column) != 0
					&& threads.test(text(profile.labels(row), LabelKey.THREAD_NAME))) {
				shares.add(row);
			}
		}
		return shares;
	}

	/**
	 * Return the endpoints that samples of a method of {@link KnownWork} belong to, with
	 * their sums; "none" stands for no endpoint.
	 */
	Map<String, Long> endpointsOf(String method) {
		return this.works.getOrDefault(method, Map.of());
	}

	/**
	 * Return the shares of the endpoints in all that belongs to some endpoint.
	 */
	Map<String, Double> shares() {
		double attributed = this.total - this.endpoints.getOrDefault(NONE, 0L);
		Map<String, Double> shares = new TreeMap<>();
		this.endpoints.forEach((name, value) -> shares.put(name, value / attributed));
		shares.remove(NONE);
		return shares;
	}

	/**
	 * Return the share of all samples that belong to an endpoint.
	 */
	double covered() {
		return 1 - this.endpoints.getOrDefault(NONE, 0L) / (double) this.total;
	}

	long total() {
		return this.total;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "covered %.2f %%, total %d, shares %s, endpoints ", 100 * covered(),
				this.total, shares()) + this.endpoints + ", works " + this.works + ", threads " + this.threads;
	}

	private void add(int row) {
		long value = this.profile.value(row, this.column);
		Endpoint endpoint = Endpoint.of(this.profile.labels(row));
		String name = (endpoint != null) ? endpoint.name() : NONE;
		this.total += value;
		this.endpoints.merge(name, value, Long::sum);
		String method = method(row);
		if (method != null) {
			this.works.computeIfAbsent(method, (key) -> new TreeMap<>()).merge(name, value, Long::sum);
		}
		this.threads.merge(text(this.profile.labels(row), LabelKey.THREAD_NAME).replaceAll("[0-9]+", "#"), value,
				Long::sum);
	}

	// the outermost, as that one is called by the endpoint
	private String method(int row) {
		int stack = this.profile.stack(row);
		for (int i = this.profile.depth(stack) - 1; i >= 0; i--) {
			String function = this.profile.functionName(this.profile.function(this.profile.frame(stack, i)));
			if (function.startsWith(WORK)) {
				return function.substring(WORK.length());
			}
		}
		return null;
	}

	private static String text(List<Label> labels, LabelKey key) {
		return labels.stream().filter((label) -> label.key() == key).map(Label::text).findFirst().orElse("");
	}

}
