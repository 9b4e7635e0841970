// The view: what is shown, kept in the address, and what is computed from it.

const model = readModel(JSON.parse(byId('profile').textContent));
const { tree, labels, profiles } = model;
const compares = profiles.length > 1;
const usual = {
	type: model.shown, view: 'graph', frame: 0, callers: 0, callees: 0, search: '', flipped: false,
	measure: 'share', sort: 'self', order: compares ? 'change' : 'grew'
};
const charts = {};
const strips = [];
let view = usual;
let shown = {};
let active = 'main';

function readView() {
	const read = { ...usual, ...parseAddress(location.hash) };
	const known = (key, values) => {
		if (!values.includes(read[key])) {
			read[key] = usual[key];
		}
	};
	known('type', model.types.map(({ id }) => id));
	known('view', ['graph', 'sandwich', 'table']);
	known('measure', Object.keys(MEASURES));
	known('sort', ['self', 'total']);
	known('order', Object.keys(ORDERS));
	return read;
}

function change(patch, { quietly = false } = {}) {
	view = { ...view, ...patch };
	const address = formatAddress(view, usual);
	if (address !== formatAddress(readView(), usual)) {
		history[quietly ? 'replaceState' : 'pushState'](null, '',
			address === '#' ? location.pathname + location.search : address);
	}
	update();
}

function follow() {
	view = readView();
	update();
}

function typeOf() {
	return model.types.find(({ id }) => id === view.type);
}

function isFiltered() {
	return view.thread !== undefined || view.endpoint !== undefined || profiles.some((_, side) => brushOf(side));
}

function brushOf(side) {
	const [from, to] = side === 0 ? [view.from, view.to] : [view.baselineFrom, view.baselineTo];
	const { slots } = profiles[side];
	return from < to && to <= slots && strips[side]?.hasTimes ? [from, to] : null;
}

function compute() {
	const filter = { type: view.type, thread: view.thread, endpoint: view.endpoint };
	const sides = profiles.map((profile, side) => {
		const self = sumSelf(tree, profile, filter, brushOf(side));
		return { self, total: sumTotals(tree, self) };
	});
	const extents = profiles.map((profile, side) => extent(profile, filter, brushOf(side)));
	const factors = sides.map(({ total }, side) => measureFactor(view.measure, total[0], extents[side]));
	shown.sides = sides;
	shown.extents = extents;
	shown.factors = factors;
	shown.weight = weigh(sides, factors);
}

// one profile is drawn as it is, two by the sum of what they have in common measure
function weigh(sides, factors) {
	if (!compares) {
		return sides[0].total;
	}
	const [current, baseline] = sides;
	return current.total.map((total, node) => total * factors[0] + baseline.total[node] * factors[1]);
}

function mergeFunction() {
	const id = labels.indexOf(view.function);
	const factors = compares ? shown.factors : [1];
	const both = id < 0 ? null : [callersOf, calleesOf]
		.map((merge) => trieToTree(merge(tree, id, shown.sides, shown.weight), factors))
		.map((merged) => ({ ...merged, weight: weigh(merged.sides, shown.factors) }));
	shown.callers = both?.[0];
	shown.callees = both?.[1];
}

function isNew(part, ...keys) {
	const key = JSON.stringify(keys);
	const changed = shown[`${part}Key`] !== key;
	shown[`${part}Key`] = key;
	return changed;
}
