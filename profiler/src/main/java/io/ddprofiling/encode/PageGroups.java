package io.ddprofiling.encode;

import java.util.Arrays;

import io.ddprofiling.profile.LongIntMap;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Timeline;

/**
 * The values of one type of a profile, added up by node of the {@link PageTree}, thread
 * and endpoint, and slot of time, in this order.
 */
final class PageGroups {

	/**
	 * How exactly values are told apart.
	 */
	enum Detail {

		/**
		 * By time, thread and endpoint.
		 */
		ALL,

		/**
		 * By thread and endpoint.
		 */
		CONTEXTS,

		/**
		 * Not at all.
		 */
		NONE

	}

	private static final int SLOT_BITS = 12;

	private static final int CONTEXT_BITS = 24;

	private final LongIntMap ids = new LongIntMap();

	private long[] keys = new long[1024];

	private long[] values = new long[1024];

	private int size;

	private PageGroups() {
	}

	static PageGroups of(Profile profile, ProfileType type, int[] nodes, PageContexts contexts, Detail detail) {
		PageGroups groups = new PageGroups();
		long[] rest = column(profile, type);
		Timeline timeline = profile.timeline();
		for (int entry = 0; timeline != null && detail == Detail.ALL && entry < timeline.size(); entry++) {
			if (timeline.type(entry) == type) {
				int row = timeline.row(entry);
				groups.add(nodes[profile.stack(row)], contexts.ofRow(row), timeline.slot(entry), timeline.value(entry));
				rest[row] -= timeline.value(entry);
			}
		}
		for (int row = 0; row < rest.length; row++) {
			if (rest[row] > 0) {
				groups.add(nodes[profile.stack(row)], (detail == Detail.NONE) ? 0 : contexts.ofRow(row), -1, rest[row]);
			}
		}
		groups.sort();
		return groups;
	}

	int size() {
		return this.size;
	}

	int node(int group) {
		return (int) (this.keys[group] >>> (SLOT_BITS + CONTEXT_BITS));
	}

	int context(int group) {
		return (int) (this.keys[group] >>> SLOT_BITS) & ((1 << CONTEXT_BITS) - 1);
	}

	// -1 if not known
	int slot(int group) {
		return ((int) this.keys[group] & ((1 << SLOT_BITS) - 1)) - 1;
	}

	long value(int group) {
		return this.values[group];
	}

	/**
	 * What all values are multiples of.
	 * @return the largest such number, at least 1
	 */
	long unit() {
		long unit = 0;
		for (int group = 0; group < this.size && unit != 1; group++) {
			unit = greatestCommonDivisor(this.values[group], unit);
		}
		return Math.max(1, unit);
	}

	private void add(int node, int context, int slot, long value) {
		if (value == 0) {
			return;
		}
		long key = ((long) node << (SLOT_BITS + CONTEXT_BITS)) | ((long) context << SLOT_BITS) | (slot + 1);
		int known = this.ids.get(key);
		if (known != LongIntMap.ABSENT) {
			this.values[known] += value;
			return;
		}
		if (this.size == this.keys.length) {
			this.keys = Arrays.copyOf(this.keys, this.size * 2);
			this.values = Arrays.copyOf(this.values, this.size * 2);
		}
		this.ids.put(key, this.size);
		this.keys[this.size] = key;
		this.values[this.size++] = value;
	}

	private void sort() {
		long[] sorted = Arrays.copyOf(this.keys, this.size);
		Arrays.sort(sorted);
		long[] sortedValues = new long[this.size];
		Arrays.setAll(sortedValues, (i) -> this.values[this.ids.get(sorted[i])]);
		this.keys = sorted;
		this.values = sortedValues;
	}

	private static long[] column(Profile profile, ProfileType type) {
		int column = profile.sampleTypes().indexOf(type.value());
		long[] values = new long[profile.rows()];
		if (column >= 0) {
			Arrays.setAll(values, (row) -> profile.value(row, column));
		}
		return values;
	}

	private static long greatestCommonDivisor(long one, long other) {
		long a = one;
		long b = other;
		while (b != 0) {
			long rest = a % b;
			a = b;
			b = rest;
		}
		return a;
	}

}
