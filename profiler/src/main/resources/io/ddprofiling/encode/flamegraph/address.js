// The address: everything that makes up the view is in the part after #, so that a link
// reproduces it and the browser's history goes through it.

const TEXTS = ['type', 'view', 'function', 'search', 'thread', 'endpoint', 'measure', 'sort', 'order', 'theme'];
const NUMBERS = ['frame', 'callers', 'callees', 'from', 'to', 'baselineFrom', 'baselineTo'];
const FLAGS = ['flipped'];

function parseAddress(hash) {
	const view = {};
	for (const [key, value] of new URLSearchParams(hash.replace(/^#/, ''))) {
		if (TEXTS.includes(key)) {
			view[key] = value;
		}
		else if (NUMBERS.includes(key) && /^\d{1,9}$/.test(value)) {
			view[key] = Number(value);
		}
		else if (FLAGS.includes(key)) {
			view[key] = value === '1';
		}
	}
	return view;
}

function formatAddress(view, usual) {
	const parameters = new URLSearchParams();
	for (const key of [...TEXTS, ...NUMBERS, ...FLAGS]) {
		const value = view[key];
		if (value !== undefined && value !== usual[key]) {
			parameters.set(key, FLAGS.includes(key) ? Number(value) : value);
		}
	}
	const text = parameters.toString();
	return text ? `#${text}` : '#';
}
