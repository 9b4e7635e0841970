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
