package io.ddprofiling.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An immutable call tree of one value column, made by its {@link Builder}. Nodes are
 * numbered in preorder, so node 0 is the root and a subtree is a contiguous range;
 * children come largest total first.
 *
 * @since 0.1.0
 */
public final class CallTree {

	/**
	 * Name of the root.
	 */
	public static final String ROOT = "all";

	/**
	 * Name of a node that stands for all children of its parent that did not fit. It is
	 * always the last child.
	 */
	public static final String TRUNCATED = "(truncated)";

	private final String[] names;

	private final int[] nameIds;

	private final int[] depths;

	private final long[] totals;

	private final long[] selfs;

	private final int folded;

	/**
	 * Create a tree that owns the given arrays.
	 * @param names the distinct names
	 * @param nameIds index of each node's name
	 * @param depths distance of each node from the root
	 * @param totals value of each node and everything below it
	 * @param selfs value of each node alone
	 * @param folded number of nodes that did not fit
	 */
	CallTree(String[] names, int[] nameIds, int[] depths, long[] totals, long[] selfs, int folded) {
		this.names = names;
		this.nameIds = nameIds;
		this.depths = depths;
		this.totals = totals;
		this.selfs = selfs;
		this.folded = folded;
	}

	/**
	 * Return the number of nodes, the root included.
	 * @return the number of nodes
	 */
	public int size() {
		return this.nameIds.length;
	}

	/**
	 * Return the number of distinct names.
	 * @return the number of names
	 */
	public int nameCount() {
		return this.names.length;
	}

	/**
	 * Return the number of nodes of the complete tree that this one shows only as
	 * {@value #TRUNCATED}.
	 * @return the number of folded nodes
	 */
	public int folded() {
		return this.folded;
	}

	/**
	 * Return a name.
	 * @param nameId index of the name
	 * @return the name
	 */
	public String name(int nameId) {
		return this.names[nameId];
	}

	/**
	 * Return the name index of a node.
	 * @param node the node
	 * @return an index for {@link #name(int)}
	 */
	public int nameId(int node) {
		return this.nameIds[node];
	}

	/**
	 * Return how far a node is from the root.
	 * @param node the node
	 * @return the depth, 0 for the root
	 */
	public int depth(int node) {
		return this.depths[node];
	}

	/**
	 * Return the value of a node and everything below it.
	 * @param node the node
	 * @return the total
	 */
	public long total(int node) {
		return this.totals[node];
	}

	/**
	 * Return the value of a node alone.
	 * @param node the node
	 * @return the total less the totals of the children
	 */
	public long self(int node) {
		return this.selfs[node];
	}

	/**
	 * Collects stacks for a {@link CallTree}. Not safe for use by several threads.
	 */
	public static final class Builder {

		private final Map<String, Integer> ids = new HashMap<>();

		private final List<String> names = new ArrayList<>();

		private int size = 1;

		private int[] parents = new int[1024];

		private int[] nameIds = new int[1024];

		private long[] selfs = new long[1024];

		// open addressing; a slot holds a node, 0 (the root, nobody's child) means free
		private int[] slots = new int[4096];

		/**
		 * Create a builder without stacks.
		 */
		public Builder() {
			this.nameIds[0] = name(ROOT);
		}

		/**
		 * Return the id of a function name, the same for equal names.
		 * @param name the function name
		 * @return the id to use in {@link #add}
		 */
		public int name(String name) {
			Integer id = this.ids.putIfAbsent(name, this.names.size());
			if (id != null) {
				return id;
			}
			this.names.add(name);
			return this.names.size() - 1;
		}

		/**
		 * Add a value to a stack. A stack without frames counts for the root alone, a
		 * value of zero leaves no trace.
		 * @param nameIdsRootFirst name ids of the frames, the outermost first
		 * @param length the number of frames
		 * @param value the value, not negative
		 */
		public void add(int[] nameIdsRootFirst, int length, long value) {
			if (value < 0) {
				throw new IllegalArgumentException("'value' must not be negative");
			}
			if (value == 0) {
				return;
			}
			int node = 0;
			for (int i = 0; i < length; i++) {
				node = child(node, nameIdsRootFirst[i]);
			}
			this.selfs[node] += value;
		}

		/**
		 * Build the tree of all stacks added so far, the same whatever their order was.
		 * Nodes in excess of the limit, smallest totals first, are folded into one child
		 * of their parent.
		 * @param maxNodes the largest number of nodes, at least 2
		 * @return the tree
		 */
		public CallTree build(int maxNodes) {
			if (maxNodes < 2) {
				throw new IllegalArgumentException("'maxNodes' must be at least 2");
			}
			int truncated = name(TRUNCATED);
			return new CallTreeAssembler(this.names.toArray(String[]::new), Arrays.copyOf(this.parents, this.size),
					Arrays.copyOf(this.nameIds, this.size), Arrays.copyOf(this.selfs, this.size))
				.assemble(maxNodes, truncated);
		}

		private int child(int parent, int nameId) {
			int slot = slot(parent, nameId);
			if (this.slots[slot] == 0) {
				this.slots[slot] = append(parent, nameId);
				if (this.size * 2 > this.slots.length) {
					rehash();
				}
				return this.size - 1;
			}
			return this.slots[slot];
		}

		private int slot(int parent, int nameId) {
			int mask = this.slots.length - 1;
			int hash = (parent * 31 + nameId) * 0x9E3779B9;
			int slot = (hash ^ (hash >>> 15)) & mask;
			while (this.slots[slot] != 0 && !isChild(this.slots[slot], parent, nameId)) {
				slot = (slot + 1) & mask;
			}
			return slot;
		}

		private boolean isChild(int node, int parent, int nameId) {
			return this.parents[node] == parent && this.nameIds[node] == nameId;
		}

		private int append(int parent, int nameId) {
			if (this.size == this.parents.length) {
				this.parents = Arrays.copyOf(this.parents, this.size * 2);
				this.nameIds = Arrays.copyOf(this.nameIds, this.size * 2);
				this.selfs = Arrays.copyOf(this.selfs, this.size * 2);
			}
			this.parents[this.size] = parent;
			this.nameIds[this.size] = nameId;
			return this.size++;
		}

		private void rehash() {
			this.slots = new int[this.slots.length * 2];
			for (int node = 1; node < this.size; node++) {
				this.slots[slot(this.parents[node], this.nameIds[node])] = node;
			}
		}

	}

}
