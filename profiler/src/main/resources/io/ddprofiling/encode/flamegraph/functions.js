// Functions: what each of them costs alone and with what it calls. A recursive function
// counts once: only its outermost frame adds to its total.

function sumFunctions(tree, sides, nameCount) {
	const sums = sides.map(() => ({ self: new Float64Array(nameCount), total: new Float64Array(nameCount) }));
	sides.forEach(({ self, total }, side) => {
		const sum = sums[side];
		for (let node = 1; node < tree.size; node++) {
			sum.self[tree.name[node]] += self[node];
			if (tree.outermost[node]) {
				sum.total[tree.name[node]] += total[node];
			}
		}
	});
	return sums;
}

// the functions that are in any of the sums
function listFunctions(sums, labels) {
	const functions = [];
	for (let id = 0; id < labels.length; id++) {
		if (sums.some(({ total }) => total[id] > 0)) {
			functions.push({
				id, name: labels[id],
				self: sums.map(({ self }) => self[id]), total: sums.map(({ total }) => total[id])
			});
		}
	}
	return functions;
}
