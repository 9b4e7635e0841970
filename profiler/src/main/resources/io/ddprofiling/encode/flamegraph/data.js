// The model: what the page's JSON holds, as arrays. Names are made visible; those of
// functions are kept as they are, too, for downloads.

const NONE = -1;

function readModel(data) {
	return {
		...data,
		labels: data.names.map(visible),
		tree: readTree(data),
		profiles: data.profiles.map((profile) => readProfile(profile, data.types))
	};
}

// Nodes come in preorder: a subtree is the range from a node up to its end.
function readTree({ nameIds, depths }) {
	const size = nameIds.length;
	const tree = {
		size,
		name: Int32Array.from(nameIds),
		depth: Int32Array.from(depths),
		parent: new Int32Array(size).fill(NONE),
		end: new Int32Array(size),
		outermost: new Uint8Array(size)
	};
	link(tree);
	return tree;
}

// A frame is the outermost of its function if no frame of the function called it.
function link(tree) {
	const open = [];
	const calls = new Map();
	const close = (depth, end) => {
		while (open.length > depth) {
			const node = open.pop();
			tree.end[node] = end;
			calls.set(tree.name[node], calls.get(tree.name[node]) - 1);
		}
	};
	for (let node = 0; node < tree.size; node++) {
		close(tree.depth[node], node);
		tree.parent[node] = open.length ? open[open.length - 1] : NONE;
		const before = calls.get(tree.name[node]) || 0;
		tree.outermost[node] = node > 0 && before === 0 ? 1 : 0;
		calls.set(tree.name[node], node > 0 ? before + 1 : before);
		open.push(node);
	}
	calls.set(tree.name[0], 1);
	close(0, tree.size);
}

function readProfile(profile, types) {
	const samples = {};
	for (const { id } of types) {
		samples[id] = readSamples(profile.samples[id]);
	}
	return {
		...profile,
		name: visible(profile.name),
		threads: profile.threads.map(visible),
		endpoints: profile.endpoints.map(visible),
		contextThreads: Int32Array.from(profile.contextThreads),
		contextEndpoints: Int32Array.from(profile.contextEndpoints),
		samples
	};
}

function readSamples({ unit, nodeSteps, contexts, slots, values }) {
	let node = 0;
	return {
		nodes: Int32Array.from(nodeSteps, (step) => node += step),
		contexts: Int32Array.from(contexts),
		slots: Int16Array.from(slots),
		values: Float64Array.from(values, (value) => value * unit)
	};
}
