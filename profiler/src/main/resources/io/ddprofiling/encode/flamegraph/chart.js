// A chart: one tree as a flame graph (root at the bottom) or icicles (root at the top) on a
// canvas that scrolls. The viewport is a range of the tree's weight; zooming moves it.

const ROW = 20;
const NARROWEST = 0.5;
const TEXT_PADDING = 4;
const ZOOM_MILLIS = 160;

const calmMotion = matchMedia('(prefers-reduced-motion: reduce)');

function createChart(box, look, events) {
	const sheet = box.querySelector('.sheet');
	const canvas = box.querySelector('canvas');
	const selectionBox = box.querySelector('.selection');
	const hoverBox = box.querySelector('.hover');
	let tree = null;
	let weight = null;
	let left = null;
	let zoomed = 0;
	let selected = 0;
	let flipped = false;
	let from = 0;
	let to = 1;
	let width = 0;
	let height = 0;
	let sheetHeight = 0;
	let drawing = false;

	function show(shown) {
		const moves = shown.tree === tree && shown.zoom !== zoomed;
		if (shown.weight !== weight) {
			weight = shown.weight;
			left = placeNodes(shown.tree, weight);
		}
		tree = shown.tree;
		zoomed = shown.zoom < tree.size && weight[shown.zoom] > 0 ? shown.zoom : 0;
		selected = moves || selected >= tree.size || !isShown(selected) ? zoomed : selected;
		hoverBox.hidden = true;
		if (flipped !== shown.flipped) {
			flipped = shown.flipped;
			layout();
			box.scrollTop = flipped ? sheetHeight : 0;
		}
		travel(left[zoomed], left[zoomed] + weight[zoomed], moves);
	}

	function travel(newFrom, newTo, smoothly) {
		const [oldFrom, oldTo, begun] = [from, to, performance.now()];
		const goal = travel.goal = [newFrom, newTo];
		if (!smoothly || calmMotion.matches) {
			from = newFrom;
			to = newTo;
			layout();
			reveal(selected);
			return;
		}
		const step = (now) => {
			const part = Math.min(1, Math.max(0, now - begun) / ZOOM_MILLIS);
			const eased = part * (2 - part);
			if (travel.goal !== goal) {
				return;
			}
			from = oldFrom + (newFrom - oldFrom) * eased;
			to = oldTo + (newTo - oldTo) * eased;
			if (part < 1) {
				draw();
				requestAnimationFrame(step);
			}
			else {
				from = newFrom;
				to = newTo;
				layout();
				reveal(selected);
			}
		};
		requestAnimationFrame(step);
	}

	// --- geometry

	function x(node) {
		return (left[node] - from) / (to - from) * width;
	}

	function y(node) {
		const top = tree.depth[node] * ROW;
		return flipped ? sheetHeight - top - ROW : top;
	}

	function span(node) {
		const start = Math.max(0, x(node));
		return [start, Math.min(width, x(node) + weight[node] / (to - from) * width) - start];
	}

	// Frames too narrow to see are skipped together with all that is below them.
	function forEachShown(action) {
		const least = NARROWEST * (to - from) / width;
		for (let node = 0; node < tree.size;) {
			if (weight[node] < least || left[node] + weight[node] < from + least || left[node] > to - least) {
				node = tree.end[node];
			}
			else {
				action(node++);
			}
		}
	}

	function isShown(node) {
		return contains(zoomed, node) || contains(node, zoomed);
	}

	function contains(ancestor, node) {
		return ancestor <= node && node < tree.end[ancestor] && weight[node] > 0;
	}

	function pointedAt(event) {
		return tree && weight[0] > 0 ? frameAt(event.offsetX, event.offsetY + box.scrollTop) : NONE;
	}

	function frameAt(across, down) {
		const depth = Math.floor((flipped ? sheetHeight - down : down) / ROW);
		const value = from + across / width * (to - from);
		let node = 0;
		while (node !== NONE && tree.depth[node] < depth) {
			node = childAt(node, value);
		}
		return depth < 0 ? NONE : node;
	}

	function childAt(node, value) {
		for (let child = node + 1; child < tree.end[node]; child = tree.end[child]) {
			if (value < left[child] + weight[child]) {
				return value >= left[child] ? child : NONE;
			}
		}
		return NONE;
	}

	function layout() {
		if (!tree) {
			return;
		}
		let deepest = 0;
		const belowView = sheetHeight - height - box.scrollTop;
		width = sheet.clientWidth;
		height = box.clientHeight;
		if (weight[0] > 0) {
			forEachShown((node) => deepest = Math.max(deepest, tree.depth[node]));
		}
		sheetHeight = Math.max((deepest + 1) * ROW, height);
		sheet.style.height = `${sheetHeight}px`;
		canvas.style.height = `${height}px`;
		resize(canvas, width, height);
		if (flipped) {
			// the root stays where it was
			box.scrollTop = sheetHeight - height - belowView;
		}
		redraw();
	}

	// --- drawing

	function redraw() {
		if (!drawing) {
			drawing = true;
			requestAnimationFrame(draw);
		}
	}

	function draw() {
		drawing = false;
		if (!tree || width === 0) {
			return;
		}
		const context = canvas.getContext('2d');
		context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
		context.clearRect(0, 0, width, height);
		context.font = look.font();
		context.textBaseline = 'middle';
		context.direction = 'ltr';
		const letter = context.measureText('m').width;
		const scroll = box.scrollTop;
		if (weight[0] === 0) {
			selectionBox.hidden = true;
			return;
		}
		forEachShown((node) => {
			const top = y(node) - scroll;
			if (top > -ROW && top < height) {
				drawFrame(context, node, top, letter);
			}
		});
		place(selectionBox, selected);
	}

	function drawFrame(context, node, top, letter) {
		const [start, wide] = span(node);
		context.fillStyle = look.colour(tree, node);
		context.fillRect(start, top, wide > 3 ? wide - 1 : wide, ROW - 1);
		const room = wide - 2 * TEXT_PADDING;
		if (room >= 3 * letter) {
			context.fillStyle = look.textColour(tree, node);
			context.fillText(fit(look.label(tree, node), Math.floor(room / letter)), start + TEXT_PADDING, top + ROW / 2, room);
		}
	}

	function fit(name, letters) {
		if (name.length <= letters) {
			return name;
		}
		const short = name.slice(methodStart(name));
		return short.length <= letters ? short : `${short.slice(0, letters - 1)}…`;
	}

	function place(frame, node) {
		frame.hidden = node === NONE || !isShown(node);
		if (!frame.hidden) {
			const [start, wide] = span(node);
			frame.style.left = `${start}px`;
			frame.style.top = `${y(node)}px`;
			frame.style.width = `${Math.max(wide - 1, 2)}px`;
			frame.style.height = `${ROW - 1}px`;
		}
	}

	// --- selecting

	function select(node) {
		selected = node;
		place(selectionBox, node);
		reveal(node);
		events.select(node);
	}

	function reveal(node) {
		const top = y(node);
		if (top < box.scrollTop) {
			box.scrollTop = top;
		}
		else if (top + ROW > box.scrollTop + height) {
			box.scrollTop = top + ROW - height;
		}
	}

	function siblings(node) {
		const found = [];
		for (let other = node > 0 ? tree.parent[node] + 1 : tree.size; other < tree.end[tree.parent[node]]; other = tree.end[other]) {
			if (weight[other] > 0) {
				found.push(other);
			}
		}
		return found;
	}

	function below(node) {
		if (node !== zoomed && contains(node, zoomed)) {
			let child = zoomed;
			while (tree.parent[child] !== node) {
				child = tree.parent[child];
			}
			return child;
		}
		for (let child = node + 1; child < tree.end[node]; child = tree.end[child]) {
			if (weight[child] > 0) {
				return child;
			}
		}
		return NONE;
	}

	function beside(node, step) {
		const all = siblings(node);
		return all[all.indexOf(node) + step] ?? NONE;
	}

	function move(key) {
		const [up, down] = flipped ? ['ArrowDown', 'ArrowUp'] : ['ArrowUp', 'ArrowDown'];
		const node = {
			[up]: () => tree.parent[selected],
			[down]: () => below(selected),
			ArrowLeft: () => beside(selected, -1),
			ArrowRight: () => beside(selected, 1)
		}[key]();
		if (node !== NONE && node !== undefined && isShown(node)) {
			select(node);
		}
	}

	function hover(event) {
		const node = pointedAt(event);
		place(hoverBox, node);
		events.hover(hoverBox.hidden ? NONE : node, event);
	}

	function click(event) {
		const node = pointedAt(event);
		if (node !== NONE) {
			select(node);
			events.zoom(node);
		}
	}

	// with the Ctrl key, magnifies what is under the pointer; sideways, moves along
	function wheel(event) {
		const range = to - from;
		if (!tree || !(event.ctrlKey || event.metaKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
			return;
		}
		event.preventDefault();
		const enlarges = event.ctrlKey || event.metaKey;
		const factor = enlarges ? Math.exp(event.deltaY * 0.002) : 1;
		const pivot = from + event.offsetX / width * range;
		const shift = enlarges ? 0 : (event.deltaX || event.deltaY) / width * range;
		const newRange = Math.min(weight[0], Math.max(range * factor, weight[0] * 1e-7));
		travel.goal = null;
		from = Math.min(Math.max(0, pivot - (pivot - from) * newRange / range + shift), weight[0] - newRange);
		to = from + newRange;
		redraw();
	}

	canvas.addEventListener('click', click);
	canvas.addEventListener('mousemove', hover);
	canvas.addEventListener('mouseleave', () => {
		hoverBox.hidden = true;
		events.hover(NONE);
	});
	canvas.addEventListener('wheel', wheel, { passive: false });
	canvas.addEventListener('focus', () => events.select(selected));
	canvas.addEventListener('keydown', (event) => {
		if (event.key.startsWith('Arrow') && tree) {
			event.preventDefault();
			move(event.key);
		}
		else if (event.key === 'Enter' && tree) {
			events.zoom(selected);
		}
	});
	box.addEventListener('scroll', redraw);
	new ResizeObserver(layout).observe(box);

	return { show, redraw, select, selected: () => selected, unhover: () => hoverBox.hidden = true };
}

// a canvas loses what was drawn when its size is set, even to what it was
function resize(canvas, width, height) {
	const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
	if (canvas.width !== wide || canvas.height !== high) {
		canvas.width = wide;
		canvas.height = high;
	}
}

function placeNodes(tree, weight) {
	const left = new Float64Array(tree.size);
	const next = new Float64Array(tree.size);
	for (let node = 1; node < tree.size; node++) {
		const parent = tree.parent[node];
		left[node] = next[parent];
		next[parent] += weight[node];
		next[node] = left[node];
	}
	return left;
}
