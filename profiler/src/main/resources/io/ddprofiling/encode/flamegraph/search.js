// The search: which names a regular expression finds, and how much of the profile that is.

// null is no pattern, undefined a bad one
function parsePattern(text) {
	try {
		return text ? new RegExp(text, 'i') : null;
	}
	catch (error) {
		return undefined;
	}
}

function findMatches(pattern, names) {
	return pattern ? Uint8Array.from(names, (name) => pattern.test(name) ? 1 : 0) : null;
}

function exactPattern(name) {
	return `^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
}

// A match below a match is already in the sum.
function sumMatches(tree, total, matches, top) {
	let sum = 0;
	for (let node = top; node < tree.end[top];) {
		const match = node > 0 && matches[tree.name[node]] === 1;
		sum += match ? total[node] : 0;
		node = match ? tree.end[node] : node + 1;
	}
	return sum;
}

// 1 for each frame that has a match below it
function findWays(tree, weight, matches) {
	const ways = new Uint8Array(tree.size);
	for (let node = tree.size - 1; node > 0; node--) {
		if (weight[node] > 0 && (ways[node] || matches[tree.name[node]])) {
			ways[tree.parent[node]] = 1;
		}
	}
	return ways;
}

// the next frame in the order of the chart, round the end to its beginning
function nextMatch(tree, weight, matches, after, top) {
	const count = tree.end[top] - top;
	for (let step = 1; step <= count; step++) {
		const node = top + (after - top + step) % count;
		if (node > 0 && weight[node] > 0 && matches[tree.name[node]]) {
			return node;
		}
	}
	return NONE;
}
