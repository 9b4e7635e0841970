package io.ddprofiling.encode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;

/**
 * The pairs of thread and endpoint that the rows of a profile belong to, by which a page
 * can be filtered.
 */
final class PageContexts {

	private final Map<String, Integer> threads = new HashMap<>();

	private final List<String> threadNames = new ArrayList<>();

	private final Map<String, Integer> endpoints = new HashMap<>();

	private final List<String> endpointNames = new ArrayList<>();

	private final Map<Long, Integer> ids = new HashMap<>();

	private final List<int[]> pairs = new ArrayList<>();

	private final int[] rows;

	PageContexts(Profile profile) {
		id("", "");
		Map<List<Label>, Integer> known = new HashMap<>();
		this.rows = new int[profile.rows()];
		for (int row = 0; row < this.rows.length; row++) {
			this.rows[row] = known.computeIfAbsent(profile.labels(row), this::id);
		}
	}

	// 0 is no thread and no endpoint
	int ofRow(int row) {
		return this.rows[row];
	}

	int size() {
		return this.pairs.size();
	}

	int thread(int context) {
		return this.pairs.get(context)[0];
	}

	int endpoint(int context) {
		return this.pairs.get(context)[1];
	}

	// the first is empty
	List<String> threads() {
		return this.threadNames;
	}

	// the first is empty
	List<String> endpoints() {
		return this.endpointNames;
	}

	int endpoint(String name) {
		return number(name, this.endpoints, this.endpointNames);
	}

	private int id(List<Label> labels) {
		String thread = "";
		for (Label label : labels) {
			if (label.key() == LabelKey.THREAD_NAME && label.text() != null) {
				thread = label.text();
			}
		}
		Endpoint endpoint = Endpoint.of(labels);
		return id(thread, (endpoint != null) ? endpoint.name() : "");
	}

	private int id(String thread, String endpoint) {
		int threadId = number(thread, this.threads, this.threadNames);
		int endpointId = endpoint(endpoint);
		return this.ids.computeIfAbsent(((long) threadId << 32) | endpointId, (key) -> {
			this.pairs.add(new int[] { threadId, endpointId });
			return this.pairs.size() - 1;
		});
	}

	private static int number(String name, Map<String, Integer> numbers, List<String> names) {
		return numbers.computeIfAbsent(name, (key) -> {
			names.add(key);
			return names.size() - 1;
		});
	}

}
