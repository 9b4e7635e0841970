// Downloads: exactly the samples that are shown, made in the page; and their recording and
// heatmap, where the page was served.

const HEATMAPS = ['cpu', 'wall', 'lock', 'allocation', 'native-lock', 'native-memory'];

function collapsedStacks({ tree, self, names }) {
	const safe = (name) => name.replaceAll(';', ':').replace(/[\n\r]/g, ' ');
	const lines = new Map();
	for (let node = 0; node < tree.size; node++) {
		if (self[node] > 0) {
			const stack = [];
			for (let frame = node; frame > 0; frame = tree.parent[frame]) {
				stack.unshift(safe(names[tree.name[frame]]));
			}
			const line = stack.join(';');
			lines.set(line, (lines.get(line) || 0) + self[node]);
		}
	}
	return [...lines.keys()].sort().map((line) => `${line} ${lines.get(line)}\n`).join('');
}

async function gzip(bytes) {
	if (typeof CompressionStream === 'undefined') {
		// readers of pprof take it either way
		return bytes;
	}
	return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

function save(content, name, type) {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(new Blob([content], { type }));
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function fileName(title, type, start, ending) {
	const time = new Date(start).toISOString().slice(0, 19).replace(/[-:]/g, '');
	return `${title.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 60)}-${type}-${time}.${ending}`;
}

// The endpoint the page came from, in another format: of the time that is shown, with the
// page's filters and those of the view.
function servedAddress(address, format, { from, to }, view) {
	const page = /^(.*)\/flamegraph$/.exec(address.pathname);
	if (!address.protocol.startsWith('http') || !page) {
		return null;
	}
	const asked = new URLSearchParams(address.search);
	const parameters = new URLSearchParams({ from, to });
	for (const key of ['endpoint', 'thread', 'trace']) {
		const value = view[key] || asked.get(key);
		if (value) {
			parameters.set(key, value);
		}
	}
	return `${page[1]}/${format}?${parameters}`;
}

// in whole milliseconds where the brush ends, and exactly where the window does
function shownTime({ start, from, to, slots, slotMillis }, brush) {
	return {
		from: brush && brush[0] > 0 ? start + brush[0] * slotMillis : from,
		to: brush && brush[1] < slots ? start + brush[1] * slotMillis : to
	};
}
