// The selection: adds up the samples that the type, the filters and the brush let through.

// a star at the beginning or end of a thread's name stands for any text, as in the address of the endpoint
function threadMatcher(pattern) {
	const anyStart = pattern.startsWith('*');
	const anyEnd = pattern.endsWith('*') && pattern.length > 1;
	const text = pattern.slice(anyStart ? 1 : 0, anyEnd ? -1 : undefined);
	if (anyStart) {
		return (name) => anyEnd ? name.includes(text) : name.endsWith(text);
	}
	return (name) => anyEnd ? name.startsWith(text) : name === text;
}

// 1 for each context whose samples are wanted
function wantedContexts(profile, { thread, endpoint }) {
	const isWanted = threadMatcher(thread ?? '');
	const threads = profile.threads.map((name) => thread === undefined || isWanted(name));
	const endpoints = profile.endpoints.map((name) => endpoint === undefined || name === endpoint);
	return Uint8Array.from(profile.contextThreads,
		(id, context) => threads[id] && endpoints[profile.contextEndpoints[context]] ? 1 : 0);
}

// a brush is a range of slots; samples without a time are in none
function sumSelf(tree, profile, filter, brush) {
	const { nodes, contexts, slots, values } = profile.samples[filter.type];
	const wanted = wantedContexts(profile, filter);
	const self = new Float64Array(tree.size);
	const [from, to] = brush || [NONE, Infinity];
	for (let i = 0; i < nodes.length; i++) {
		if (wanted[contexts[i]] && slots[i] >= from && slots[i] < to) {
			self[nodes[i]] += values[i];
		}
	}
	return self;
}

function sumTotals(tree, self) {
	const total = Float64Array.from(self);
	for (let node = tree.size - 1; node > 0; node--) {
		total[tree.parent[node]] += total[node];
	}
	return total;
}

function sumSlots(profile, filter) {
	const { contexts, slots, values } = profile.samples[filter.type];
	const wanted = wantedContexts(profile, filter);
	const sums = new Float64Array(profile.slots);
	let timeless = 0;
	for (let i = 0; i < slots.length; i++) {
		if (slots[i] < 0) {
			timeless += values[i];
		}
		else if (wanted[contexts[i]]) {
			sums[slots[i]] += values[i];
		}
	}
	return { sums, timeless };
}

// how many seconds, and how many requests, a selection is of
function extent(profile, filter, brush) {
	const part = brush ? (brush[1] - brush[0]) / profile.slots : 1;
	let requests = 0;
	for (let i = 0; i < profile.requests.length; i += 2) {
		const name = profile.endpoints[profile.requests[i]];
		requests += filter.endpoint === undefined || name === filter.endpoint ? profile.requests[i + 1] : 0;
	}
	return { seconds: profile.seconds * part, requests: requests * part };
}
