// Downloads: exactly the samples that are shown, made in the page; and the recording they
// are from, where the page was served.

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

// of the endpoint the page came from; a recording of the last seconds has moved on since
function recordingAddress(address, { start, end }, sinceLoad) {
	const page = /^(.*)\/flamegraph$/.exec(address.pathname);
	if (!address.protocol.startsWith('http') || !page) {
		return null;
	}
	const pinned = /\/profiler\/[^/]+$/.test(page[1]);
	const seconds = Math.ceil((end - start + sinceLoad) / 1000);
	return `${page[1]}/jfr${pinned ? '' : `?seconds=${seconds}`}`;
}
