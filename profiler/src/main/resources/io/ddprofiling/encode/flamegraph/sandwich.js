// Callers and callees: all outermost frames of a function brought together to one tree
// each way.

function createTrie(rootName, sideCount) {
	const ids = new Map();
	const trie = { names: [rootName], parents: [NONE], selfs: Array.from({ length: sideCount }, () => [0]) };
	trie.child = (parent, name) => {
		const key = parent * 0x1000000 + name;
		let node = ids.get(key);
		if (node === undefined) {
			node = trie.names.length;
			ids.set(key, node);
			trie.names.push(name);
			trie.parents.push(parent);
			trie.selfs.forEach((self) => self.push(0));
		}
		return node;
	};
	return trie;
}

function outermostFrames(tree, name, weight) {
	const frames = [];
	for (let node = 1; node < tree.size; node++) {
		if (tree.name[node] === name && tree.outermost[node] && weight[node] > 0) {
			frames.push(node);
		}
	}
	return frames;
}

function calleesOf(tree, name, sides, weight) {
	const trie = createTrie(name, sides.length);
	for (const top of outermostFrames(tree, name, weight)) {
		const path = [0];
		for (let node = top; node < tree.end[top]; node = weight[node] > 0 ? node + 1 : tree.end[node]) {
			const depth = tree.depth[node] - tree.depth[top];
			if (depth > 0 && weight[node] > 0) {
				path[depth] = trie.child(path[depth - 1], tree.name[node]);
			}
			if (weight[node] > 0) {
				sides.forEach(({ self }, side) => trie.selfs[side][path[depth]] += self[node]);
			}
		}
	}
	return trie;
}

function callersOf(tree, name, sides, weight) {
	const trie = createTrie(name, sides.length);
	for (const frame of outermostFrames(tree, name, weight)) {
		let caller = 0;
		for (let node = tree.parent[frame]; node > 0; node = tree.parent[node]) {
			caller = trie.child(caller, tree.name[node]);
		}
		sides.forEach(({ total }, side) => trie.selfs[side][caller] += total[frame]);
	}
	return trie;
}

// in preorder, largest first, as the charts want it
function trieToTree(trie, factors) {
	const size = trie.names.length;
	const totals = trie.selfs.map((self) => Float64Array.from(self));
	for (let node = size - 1; node > 0; node--) {
		totals.forEach((total) => total[trie.parents[node]] += total[node]);
	}
	const weights = totals[0].map((_, node) => totals.reduce((sum, total, side) => sum + total[node] * factors[side], 0));
	const order = preorder(trie.parents, weights);
	const place = new Int32Array(size);
	order.forEach((node, i) => place[node] = i);
	const tree = {
		size,
		name: Int32Array.from(order, (node) => trie.names[node]),
		parent: Int32Array.from(order, (node) => node === 0 ? NONE : place[trie.parents[node]]),
		depth: new Int32Array(size),
		end: new Int32Array(size)
	};
	measureTree(tree);
	const sides = trie.selfs.map((self, side) => ({
		self: Float64Array.from(order, (node) => self[node]),
		total: Float64Array.from(order, (node) => totals[side][node])
	}));
	return { tree, sides };
}

function preorder(parents, weights) {
	const children = parents.map(() => []);
	for (let node = 1; node < parents.length; node++) {
		children[parents[node]].push(node);
	}
	const order = [];
	const open = [0];
	while (open.length) {
		const node = open.pop();
		order.push(node);
		// the largest is taken first
		open.push(...children[node].sort((a, b) => weights[a] - weights[b]));
	}
	return order;
}

function measureTree(tree) {
	for (let node = 1; node < tree.size; node++) {
		tree.depth[node] = tree.depth[tree.parent[node]] + 1;
	}
	for (let node = tree.size - 1; node >= 0; node--) {
		tree.end[node] = Math.max(tree.end[node], node + 1);
		if (node > 0) {
			tree.end[tree.parent[node]] = Math.max(tree.end[tree.parent[node]], tree.end[node]);
		}
	}
}
