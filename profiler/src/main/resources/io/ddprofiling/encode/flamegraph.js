
'use strict';

// Names in a profile come from outside. They reach the page as canvas text or through
// textContent, never as markup.
(() => {

	const ROW = 20;
	const NARROWEST = 0.5;
	const TEXT_PADDING = 4;
	const TABLE_ROWS = 200;
	const NONE = -1;

	const SCALES = {
		nanoseconds: [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']],
		bytes: [[2 ** 40, 'TiB'], [2 ** 30, 'GiB'], [2 ** 20, 'MiB'], [2 ** 10, 'KiB'], [1, 'B']]
	};

	const byId = (id) => document.getElementById(id);
	const whole = new Intl.NumberFormat('en');
	const fixed = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
	const darkMode = matchMedia('(prefers-color-scheme: dark)');

	const profile = JSON.parse(byId('profile').textContent);
	const tree = readTree(profile);
	const functions = sumFunctions(tree);

	// matches is null or tells for each name whether the search found it
	const state = { zoom: 0, selected: 0, flipped: false, sort: 'self', matches: null };
	const view = { width: 0, height: 0, sheetHeight: 0, theme: null };
	const canvas = byId('canvas');
	const graph = byId('graph');

	// --- the tree -------------------------------------------------------------------

	// Nodes come in preorder: a subtree is the range from a node up to its end.
	function readTree({ nameIds, depths, totals }) {
		const size = nameIds.length;
		const result = {
			size,
			name: Int32Array.from(nameIds),
			depth: Int32Array.from(depths),
			total: Float64Array.from(totals),
			self: Float64Array.from(totals),
			left: new Float64Array(size),
			parent: new Int32Array(size).fill(NONE),
			end: new Int32Array(size)
		};
		link(result);
		return result;
	}

	function link(t) {
		const open = [];
		const nextLeft = new Float64Array(t.size);
		for (let node = 0; node < t.size; node++) {
			close(t, open, t.depth[node], node);
			if (node > 0) {
				const parent = open[open.length - 1];
				t.parent[node] = parent;
				t.left[node] = nextLeft[parent];
				t.self[parent] -= t.total[node];
				nextLeft[parent] += t.total[node];
			}
			nextLeft[node] = t.left[node];
			open.push(node);
		}
		close(t, open, 0, t.size);
	}

	function close(t, open, depth, end) {
		while (open.length > depth) {
			t.end[open.pop()] = end;
		}
	}

	// A recursive function counts once: only its outermost frame adds to its total.
	function sumFunctions(t) {
		const sums = profile.names.map((name, id) => ({ id, name, self: 0, total: 0, open: 0 }));
		const path = [];
		for (let node = 1; node < t.size; node++) {
			while (path.length && t.end[path[path.length - 1]] <= node) {
				sums[t.name[path.pop()]].open--;
			}
			const sum = sums[t.name[node]];
			sum.self += t.self[node];
			sum.total += sum.open++ ? 0 : t.total[node];
			path.push(node);
		}
		return sums.filter((sum) => sum.total > 0);
	}

	function nameOf(node) {
		return profile.names[tree.name[node]];
	}

	function contains(ancestor, node) {
		return ancestor <= node && node < tree.end[ancestor];
	}

	function ancestorAt(node, depth) {
		while (tree.depth[node] > depth) {
			node = tree.parent[node];
		}
		return node;
	}

	function firstChild(node) {
		return node + 1 < tree.end[node] ? node + 1 : NONE;
	}

	function nextSibling(node) {
		const next = tree.end[node];
		return node > 0 && next < tree.end[tree.parent[node]] ? next : NONE;
	}

	function previousSibling(node) {
		let previous = NONE;
		for (let other = node > 0 ? tree.parent[node] + 1 : node; other < node; other = tree.end[other]) {
			previous = other;
		}
		return previous;
	}

	// --- text -----------------------------------------------------------------------

	function amount(value) {
		const scales = SCALES[profile.unit];
		if (!scales) {
			return exact(value);
		}
		const [size, unit] = scales.find(([least]) => value >= least) || scales[scales.length - 1];
		return `${size === 1 ? whole.format(value) : fixed.format(value / size)} ${unit}`;
	}

	function exact(value) {
		return whole.format(value) + (profile.unit === 'count' ? '' : ` ${profile.unit}`);
	}

	function share(value, all = tree.total[0]) {
		return `${fixed.format(all ? 100 * value / all : 0)} %`;
	}

	function describe(node) {
		return `${nameOf(node)}: total ${amount(tree.total[node])} (${share(tree.total[node])}), `
			+ `self ${amount(tree.self[node])} (${share(tree.self[node])})`;
	}

	// "com.acme.Shop.buy" is the package "com.acme" and the method "Shop.buy".
	function methodStart(name) {
		const end = name.search(/[(<]/);
		const head = end < 0 ? name : name.slice(0, end);
		const method = head.lastIndexOf('.');
		return method <= 0 ? 0 : head.lastIndexOf('.', method - 1) + 1;
	}

	function element(tag, text, className) {
		const result = document.createElement(tag);
		result.textContent = text;
		if (className) {
			result.className = className;
		}
		return result;
	}

	// --- colours --------------------------------------------------------------------

	function hash(text) {
		let result = 0x811c9dc5;
		for (let i = 0; i < text.length; i++) {
			result = Math.imul(result ^ text.charCodeAt(i), 0x01000193);
		}
		return (result ^ (result >>> 15)) >>> 0;
	}

	function readTheme() {
		const style = getComputedStyle(document.documentElement);
		const read = (name) => style.getPropertyValue(name).trim();
		view.theme = {
			text: read('--frame-text'), match: read('--match'), matchText: read('--match-text'),
			dimmed: read('--dimmed'), dimmedText: read('--dimmed-text'),
			plain: read('--plain'), saturation: +read('--saturation'), lightness: +read('--lightness'),
			font: `12px ${read('--mono')}`, frames: []
		};
	}

	// Frames without a package are native code or the kernel, and grey. The platform's
	// own packages are pale, so that the application's stand out.
	function packageColour(name) {
		const { plain, saturation, lightness } = view.theme;
		const start = methodStart(name);
		if (start === 0) {
			return plain;
		}
		const platform = /^(java|javax|jdk|sun|com\.sun)\./.test(name);
		const shade = lightness + hash(name.slice(start).split('.')[0]) % 7 - 3;
		return `hsl(${hash(name.slice(0, start)) % 360} ${platform ? saturation / 3 : saturation}% ${shade}%)`;
	}

	function frameColour(node) {
		const { theme } = view;
		if (state.matches) {
			return isMatch(node) ? theme.match : theme.dimmed;
		}
		const id = tree.name[node];
		return theme.frames[id] ??= node === 0 ? theme.plain : packageColour(profile.names[id]);
	}

	function textColour(node) {
		const { theme } = view;
		return !state.matches ? theme.text : isMatch(node) ? theme.matchText : theme.dimmedText;
	}

	// --- geometry -------------------------------------------------------------------

	function x(node) {
		return contains(state.zoom, node)
			? (tree.left[node] - tree.left[state.zoom]) / tree.total[state.zoom] * view.width : 0;
	}

	function width(node) {
		return contains(state.zoom, node) ? tree.total[node] / tree.total[state.zoom] * view.width : view.width;
	}

	function y(node) {
		const top = tree.depth[node] * ROW;
		return state.flipped ? view.sheetHeight - top - ROW : top;
	}

	// Frames too narrow to see are skipped together with all that is below them.
	function forEachShown(action) {
		const least = NARROWEST * tree.total[state.zoom] / view.width;
		for (let node = state.zoom; node < tree.end[state.zoom];) {
			if (tree.total[node] < least) {
				node = tree.end[node];
			}
			else {
				action(node++);
			}
		}
	}

	function frameAt(left, top) {
		const depth = Math.floor((state.flipped ? view.sheetHeight - top : top) / ROW);
		if (depth <= tree.depth[state.zoom]) {
			return ancestorAt(state.zoom, Math.max(depth, 0));
		}
		const value = tree.left[state.zoom] + left / view.width * tree.total[state.zoom];
		let node = state.zoom;
		while (node !== NONE && tree.depth[node] < depth) {
			node = childAt(node, value);
		}
		return node;
	}

	function childAt(node, value) {
		for (let child = node + 1; child < tree.end[node]; child = tree.end[child]) {
			if (value < tree.left[child] + tree.total[child]) {
				return child;
			}
		}
		return NONE;
	}

	function layout() {
		let deepest = 0;
		view.width = byId('sheet').clientWidth;
		view.height = graph.clientHeight;
		forEachShown((node) => deepest = Math.max(deepest, tree.depth[node]));
		view.sheetHeight = Math.max((deepest + 1) * ROW, view.height);
		byId('sheet').style.height = `${view.sheetHeight}px`;
		canvas.style.height = `${view.height}px`;
		canvas.width = Math.round(view.width * devicePixelRatio);
		canvas.height = Math.round(view.height * devicePixelRatio);
		draw();
	}

	// --- drawing --------------------------------------------------------------------

	let drawing = false;

	function redraw() {
		if (!drawing) {
			drawing = true;
			requestAnimationFrame(draw);
		}
	}

	function draw() {
		drawing = false;
		const context = canvas.getContext('2d');
		context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
		context.clearRect(0, 0, view.width, view.height);
		context.font = view.theme.font;
		context.textBaseline = 'middle';
		const letter = context.measureText('m').width;
		for (let node = tree.parent[state.zoom]; node !== NONE; node = tree.parent[node]) {
			drawFrame(context, node, letter);
		}
		forEachShown((node) => drawFrame(context, node, letter));
		place(byId('selection'), state.selected);
	}

	function drawFrame(context, node, letter) {
		const top = y(node) - graph.scrollTop;
		if (top < -ROW || top > view.height) {
			return;
		}
		const left = x(node);
		const wide = width(node);
		context.fillStyle = frameColour(node);
		context.fillRect(left, top, wide > 3 ? wide - 1 : wide, ROW - 1);
		const room = wide - 2 * TEXT_PADDING;
		if (room >= 3 * letter) {
			context.fillStyle = textColour(node);
			context.fillText(label(nameOf(node), Math.floor(room / letter)), left + TEXT_PADDING, top + ROW / 2, room);
		}
	}

	function label(name, letters) {
		if (name.length <= letters) {
			return name;
		}
		const short = name.slice(methodStart(name));
		return short.length <= letters ? short : `${short.slice(0, letters - 1)}…`;
	}

	function place(box, node) {
		box.hidden = node === NONE || !isShown(node);
		if (!box.hidden) {
			box.style.left = `${x(node)}px`;
			box.style.top = `${y(node)}px`;
			box.style.width = `${Math.max(width(node) - 1, 2)}px`;
			box.style.height = `${ROW - 1}px`;
		}
	}

	function isShown(node) {
		return contains(state.zoom, node) || contains(node, state.zoom);
	}

	// --- selecting and zooming ------------------------------------------------------

	function select(node) {
		state.selected = node;
		byId('selected').textContent = describe(node);
		place(byId('selection'), node);
		reveal(node);
	}

	function reveal(node) {
		const top = y(node);
		if (top < graph.scrollTop) {
			graph.scrollTop = top;
		}
		else if (top + ROW > graph.scrollTop + view.height) {
			graph.scrollTop = top + ROW - view.height;
		}
	}

	// The address says which frame is zoomed, so the browser's history does the rest.
	function zoom(node) {
		const address = node === 0 ? '' : `frame=${node}`;
		if (location.hash.slice(1) !== address) {
			location.hash = address;
		}
	}

	function readAddress() {
		const [, digits] = /^#frame=(\d{1,9})$/.exec(location.hash) || [];
		state.zoom = Number(digits) < tree.size ? Number(digits) : 0;
		byId('hover').hidden = true;
		layout();
		select(state.zoom);
		showMatched();
	}

	function move(key) {
		const [up, down] = state.flipped ? ['ArrowDown', 'ArrowUp'] : ['ArrowUp', 'ArrowDown'];
		const node = {
			[up]: () => tree.parent[state.selected],
			[down]: () => isAbove(state.selected) ? ancestorAt(state.zoom, tree.depth[state.selected] + 1)
				: firstChild(state.selected),
			ArrowLeft: () => previousSibling(state.selected),
			ArrowRight: () => nextSibling(state.selected)
		}[key]();
		if (node !== NONE && isShown(node)) {
			select(node);
		}
	}

	function isAbove(node) {
		return node !== state.zoom && contains(node, state.zoom);
	}

	function reset() {
		hideTooltip();
		byId('search').value = '';
		search();
		zoom(0);
		select(0);
	}

	function flip() {
		state.flipped = !state.flipped;
		byId('flip').setAttribute('aria-pressed', state.flipped);
		layout();
		graph.scrollTop = state.flipped ? view.sheetHeight : 0;
		place(byId('hover'), NONE);
		redraw();
	}

	// --- tooltip --------------------------------------------------------------------

	function hoverOver(event) {
		const node = frameAt(event.offsetX, event.offsetY + graph.scrollTop);
		place(byId('hover'), node);
		if (node === NONE) {
			hideTooltip();
			return;
		}
		showTooltip(node);
		moveTooltip(event.clientX, event.clientY);
	}

	function showTooltip(node) {
		const line = (label, value) => element('p', `${label} ${amount(value)} · ${share(value)}`
			+ (SCALES[profile.unit] ? ` · ${exact(value)}` : ''));
		const lines = [element('p', nameOf(node), 'name'), line('Total', tree.total[node]), line('Self', tree.self[node])];
		if (state.zoom !== 0 && !isAbove(node)) {
			lines.push(element('p', `${share(tree.total[node], tree.total[state.zoom])} of the zoomed frame`));
		}
		byId('tooltip').replaceChildren(...lines);
		byId('tooltip').hidden = false;
	}

	function moveTooltip(left, top) {
		const tooltip = byId('tooltip');
		const below = top + 18;
		const fits = below + tooltip.offsetHeight < innerHeight;
		tooltip.style.left = `${Math.max(Math.min(left + 12, innerWidth - tooltip.offsetWidth - 8), 0)}px`;
		tooltip.style.top = `${fits ? below : Math.max(top - tooltip.offsetHeight - 8, 0)}px`;
	}

	function hideTooltip() {
		byId('tooltip').hidden = true;
		byId('hover').hidden = true;
	}

	// --- searching ------------------------------------------------------------------

	function isMatch(node) {
		return node > 0 && state.matches[tree.name[node]] === 1;
	}

	function search() {
		const field = byId('search');
		const pattern = parsePattern(field.value);
		field.setAttribute('aria-invalid', pattern === undefined);
		state.matches = pattern ? Uint8Array.from(profile.names, (name) => pattern.test(name) ? 1 : 0) : null;
		byId('matched').textContent = pattern === undefined ? 'not a regular expression' : '';
		showMatched();
		showTable();
		redraw();
	}

	// null is no pattern, undefined a bad one
	function parsePattern(text) {
		try {
			return text ? new RegExp(text, 'i') : null;
		}
		catch (error) {
			return undefined;
		}
	}

	function showMatched() {
		if (state.matches) {
			const matched = sumMatches();
			const what = state.zoom === 0 ? 'matched' : 'of the zoomed frame matched';
			byId('matched').textContent = `${share(matched, tree.total[state.zoom])} ${what} (${amount(matched)})`;
		}
	}

	// A match below a match is already in the sum.
	function sumMatches() {
		let sum = 0;
		for (let node = state.zoom; node < tree.end[state.zoom];) {
			const match = isMatch(node);
			sum += match ? tree.total[node] : 0;
			node = match ? tree.end[node] : node + 1;
		}
		return sum;
	}

	function searchFunction(name) {
		const pattern = `^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
		const field = byId('search');
		field.value = field.value === pattern ? '' : pattern;
		search();
	}

	// --- table of functions ---------------------------------------------------------

	function showTable() {
		const rows = functions.filter(({ id }) => !state.matches || state.matches[id])
			.sort((a, b) => b[state.sort] - a[state.sort] || b.total - a.total || (a.name < b.name ? -1 : 1));
		const shown = rows.slice(0, TABLE_ROWS);
		byId('count').textContent = shown.length < rows.length
			? `Top ${shown.length} of ${whole.format(rows.length)} functions` : `${rows.length} functions`;
		byId('top').replaceChildren(...shown.map(tableRow));
	}

	function tableRow({ name, self, total }) {
		const row = document.createElement('tr');
		const start = methodStart(name);
		const button = document.createElement('button');
		button.type = 'button';
		button.title = name;
		button.append(element('span', name.slice(0, start), 'package'), element('span', name.slice(start)));
		button.addEventListener('click', () => searchFunction(name));
		const head = document.createElement('th');
		head.scope = 'row';
		head.append(button);
		row.append(head, valueCell(self), valueCell(total));
		return row;
	}

	function valueCell(value) {
		const cell = element('td', `${amount(value)} `);
		cell.append(element('span', share(value), 'share'));
		return cell;
	}

	function sortBy(button) {
		state.sort = button.dataset.sort;
		for (const other of document.querySelectorAll('[data-sort]')) {
			other.closest('th').setAttribute('aria-sort', other === button ? 'descending' : 'none');
		}
		showTable();
	}

	// --- header ---------------------------------------------------------------------

	function showFacts() {
		const time = (millis) => new Date(millis).toISOString().replace('T', ' ').slice(0, 19);
		const seconds = whole.format((profile.end - profile.start) / 1000);
		const facts = [
			['Window', `${time(profile.start)} to ${time(profile.end).slice(11)} UTC (${seconds} s)`],
			[`Total ${profile.type}`, amount(tree.total[0])],
			...profile.facts
		];
		if (profile.folded) {
			facts.push(['Truncated', `the ${whole.format(profile.folded)} smallest frames`]);
		}
		for (const [name, value] of facts) {
			const pair = document.createElement('div');
			pair.append(element('dt', name), element('dd', value));
			byId('facts').append(pair);
		}
	}

	// --- events ---------------------------------------------------------------------

	function onCanvasKey(event) {
		if (event.key.startsWith('Arrow')) {
			event.preventDefault();
			move(event.key);
		}
		else if (event.key === 'Enter') {
			zoom(state.selected);
		}
	}

	function onPageKey(event) {
		if (event.key === 'Escape') {
			reset();
		}
		else if (event.key === '/' && event.target !== byId('search')) {
			event.preventDefault();
			byId('search').select();
		}
	}

	function onCanvasClick(event) {
		const node = frameAt(event.offsetX, event.offsetY + graph.scrollTop);
		if (node !== NONE) {
			select(node);
			zoom(node);
		}
	}

	function listen() {
		canvas.addEventListener('click', onCanvasClick);
		canvas.addEventListener('mousemove', hoverOver);
		canvas.addEventListener('mouseleave', hideTooltip);
		canvas.addEventListener('keydown', onCanvasKey);
		document.addEventListener('keydown', onPageKey);
		graph.addEventListener('scroll', redraw);
		byId('search').addEventListener('input', search);
		byId('flip').addEventListener('click', flip);
		byId('reset').addEventListener('click', reset);
		for (const button of document.querySelectorAll('[data-sort]')) {
			button.addEventListener('click', () => sortBy(button));
		}
		addEventListener('hashchange', readAddress);
		darkMode.addEventListener('change', () => {
			readTheme();
			redraw();
		});
		new ResizeObserver(layout).observe(graph);
	}

	function start() {
		showFacts();
		if (tree.total[0] === 0) {
			byId('empty').hidden = false;
			return;
		}
		byId('view').hidden = false;
		readTheme();
		showTable();
		readAddress();
		listen();
	}

	start();

})();
