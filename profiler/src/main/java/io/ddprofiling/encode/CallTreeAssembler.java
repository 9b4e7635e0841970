package io.ddprofiling.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Brings the nodes of a {@link CallTree.Builder} into the order of a {@link CallTree} and
 * within its limit. Used once. A node's number is always larger than its parent's.
 */
final class CallTreeAssembler {

	private static final int NONE = -1;

	private final String[] names;

	private final int[] parents;

	private final int[] nameIds;

	private final long[] selfs;

	private final long[] totals;

	private final int[] depths;

	private final int[] firstChildren;

	private final int[] nextSiblings;

	CallTreeAssembler(String[] names, int[] parents, int[] nameIds, long[] selfs) {
		this.names = names;
		this.parents = parents;
		this.nameIds = nameIds;
		this.selfs = selfs;
		this.totals = selfs.clone();
		this.depths = new int[parents.length];
		this.firstChildren = new int[parents.length];
		this.nextSiblings = new int[parents.length];
	}

	CallTree assemble(int maxNodes, int truncatedNameId) {
		sumTotals();
		measureDepths();
		linkChildren(largestFirst(byName()));
		int size = this.parents.length;
		boolean[] kept = new boolean[size];
		int keptCount = (size > maxNodes) ? keepLargest(kept, maxNodes) : keepAll(kept);
		Output output = new Output(Math.min(size, maxNodes));
		emit(kept, truncatedNameId, output);
		return output.toTree(size - keptCount);
	}

	private void emit(boolean[] kept, int truncatedNameId, Output output) {
		// siblings are in the order in which they were kept: all after a missing one miss
		int node = 0;
		while (node != NONE) {
			if (kept[node]) {
				output.add(this.nameIds[node], this.depths[node], this.totals[node], this.selfs[node]);
				node = next(node);
			}
			else {
				long rest = sumFrom(node);
				output.add(truncatedNameId, this.depths[node], rest, rest);
				node = after(this.parents[node]);
			}
		}
	}

	private long sumFrom(int sibling) {
		long sum = 0;
		for (int node = sibling; node != NONE; node = this.nextSiblings[node]) {
			sum += this.totals[node];
		}
		return sum;
	}

	private void sumTotals() {
		for (int node = this.totals.length - 1; node > 0; node--) {
			this.totals[this.parents[node]] += this.totals[node];
		}
	}

	private void measureDepths() {
		for (int node = 1; node < this.depths.length; node++) {
			this.depths[node] = this.depths[this.parents[node]] + 1;
		}
	}

	private int[] byName() {
		int[] ranks = nameRanks();
		long[] keys = new long[this.nameIds.length];
		for (int node = 0; node < keys.length; node++) {
			keys[node] = key(ranks[this.nameIds[node]], node);
		}
		Arrays.sort(keys);
		return lowerHalves(keys);
	}

	private int[] nameRanks() {
		Integer[] ids = new Integer[this.names.length];
		Arrays.setAll(ids, (id) -> id);
		Arrays.sort(ids, (a, b) -> this.names[a].compareTo(this.names[b]));
		int[] ranks = new int[ids.length];
		for (int rank = 0; rank < ids.length; rank++) {
			ranks[ids[rank]] = rank;
		}
		return ranks;
	}

	private int[] largestFirst(int[] nodes) {
		long[] ascending = this.totals.clone();
		Arrays.sort(ascending);
		long[] keys = new long[nodes.length];
		for (int i = 0; i < keys.length; i++) {
			// equal totals find the same place, whichever of theirs it is
			int place = Arrays.binarySearch(ascending, this.totals[nodes[i]]);
			keys[i] = key(ascending.length - place, i);
		}
		Arrays.sort(keys);
		int[] sorted = lowerHalves(keys);
		for (int i = 0; i < sorted.length; i++) {
			sorted[i] = nodes[sorted[i]];
		}
		return sorted;
	}

	private void linkChildren(int[] sorted) {
		Arrays.fill(this.firstChildren, NONE);
		Arrays.fill(this.nextSiblings, NONE);
		for (int i = sorted.length - 1; i >= 0; i--) {
			int node = sorted[i];
			if (node != 0) {
				this.nextSiblings[node] = this.firstChildren[this.parents[node]];
				this.firstChildren[this.parents[node]] = node;
			}
		}
	}

	private int keepAll(boolean[] kept) {
		Arrays.fill(kept, true);
		return kept.length;
	}

	private int keepLargest(boolean[] kept, int maxNodes) {
		// no child is larger than its parent and preorder decides between equals, so a
		// kept node's parent is kept; truncated counts the nodes that stand for missing
		// children
		int[] missingChildren = childCounts();
		int[] sorted = largestFirst(preorder());
		kept[0] = true;
		int count = 1;
		int truncated = 1;
		for (int i = 1; i < sorted.length; i++) {
			int node = sorted[i];
			int parent = this.parents[node];
			truncated += ((missingChildren[node] > 0) ? 1 : 0) - ((missingChildren[parent] == 1) ? 1 : 0);
			if (count + 1 + truncated > maxNodes) {
				break;
			}
			missingChildren[parent]--;
			kept[node] = true;
			count++;
		}
		return count;
	}

	private int[] childCounts() {
		int[] counts = new int[this.parents.length];
		for (int node = 1; node < counts.length; node++) {
			counts[this.parents[node]]++;
		}
		return counts;
	}

	private int[] preorder() {
		int[] nodes = new int[this.parents.length];
		int node = 0;
		for (int i = 0; i < nodes.length; i++) {
			nodes[i] = node;
			node = next(node);
		}
		return nodes;
	}

	private int next(int node) {
		return (this.firstChildren[node] != NONE) ? this.firstChildren[node] : after(node);
	}

	private int after(int node) {
		int current = node;
		while (current != 0 && this.nextSiblings[current] == NONE) {
			current = this.parents[current];
		}
		return (current != 0) ? this.nextSiblings[current] : NONE;
	}

	private static long key(int major, int minor) {
		return ((long) major << 32) | minor;
	}

	private static int[] lowerHalves(long[] keys) {
		int[] halves = new int[keys.length];
		for (int i = 0; i < keys.length; i++) {
			halves[i] = (int) keys[i];
		}
		return halves;
	}

	/**
	 * The arrays of the tree, filled in preorder. Names are numbered anew, as they come.
	 */
	private final class Output {

		private final int[] newIds = new int[CallTreeAssembler.this.names.length];

		private final List<String> newNames = new ArrayList<>();

		private final int[] newNameIds;

		private final int[] newDepths;

		private final long[] newTotals;

		private final long[] newSelfs;

		private int size;

		Output(int capacity) {
			this.newNameIds = new int[capacity];
			this.newDepths = new int[capacity];
			this.newTotals = new long[capacity];
			this.newSelfs = new long[capacity];
			Arrays.fill(this.newIds, NONE);
		}

		void add(int nameId, int depth, long total, long self) {
			if (this.newIds[nameId] == NONE) {
				this.newIds[nameId] = this.newNames.size();
				this.newNames.add(CallTreeAssembler.this.names[nameId]);
			}
			this.newNameIds[this.size] = this.newIds[nameId];
			this.newDepths[this.size] = depth;
			this.newTotals[this.size] = total;
			this.newSelfs[this.size] = self;
			this.size++;
		}

		CallTree toTree(int folded) {
			return new CallTree(this.newNames.toArray(String[]::new), Arrays.copyOf(this.newNameIds, this.size),
					Arrays.copyOf(this.newDepths, this.size), Arrays.copyOf(this.newTotals, this.size),
					Arrays.copyOf(this.newSelfs, this.size), folded);
		}

	}

}
