// The timeline: a strip with a bar for each slot of time, and a brush that selects some.

function createTimeline(canvas, look, events) {
	let sums = new Float64Array(0);
	let brush = null;
	let drag = null;

	function show(newSums, newBrush) {
		sums = newSums;
		brush = newBrush;
		draw();
	}

	function draw() {
		const width = canvas.clientWidth;
		const height = canvas.clientHeight;
		const context = canvas.getContext('2d');
		canvas.width = Math.round(width * devicePixelRatio);
		canvas.height = Math.round(height * devicePixelRatio);
		context.scale(devicePixelRatio, devicePixelRatio);
		const theme = look.theme();
		const step = width / sums.length;
		const highest = sums.reduce((a, b) => Math.max(a, b), 0);
		sums.forEach((sum, slot) => {
			const bar = highest ? Math.max(sum / highest * (height - 4), sum > 0 ? 1 : 0) : 0;
			context.fillStyle = brush && slot >= brush[0] && slot < brush[1] ? theme.barIn : theme.bar;
			context.fillRect(slot * step, height - bar, step > 3 ? step - 1 : step, bar);
		});
		if (brush) {
			const [from, to] = brush.map((slot) => slot * step);
			context.fillStyle = theme.brush;
			context.fillRect(from, 0, to - from, height);
			context.fillStyle = theme.line;
			context.fillRect(from, 0, 1.5, height);
			context.fillRect(to - 1.5, 0, 1.5, height);
		}
	}

	function slotAt(event) {
		const at = event.offsetX / canvas.clientWidth * sums.length;
		return Math.max(0, Math.min(sums.length - 1, Math.floor(at)));
	}

	function start(event) {
		const slot = slotAt(event);
		const moves = brush && slot >= brush[0] && slot < brush[1];
		canvas.setPointerCapture(event.pointerId);
		drag = { slot, before: brush, moves, moved: false };
	}

	function go(event) {
		const slot = slotAt(event);
		if (!drag) {
			events.hover(slot, sums[slot], event);
		}
		else if (drag.moved || slot !== drag.slot) {
			drag.moved = true;
			events.hover(NONE);
			events.preview(drag.moves ? moved(drag.before, slot - drag.slot)
				: [Math.min(slot, drag.slot), Math.max(slot, drag.slot) + 1]);
		}
	}

	// a click selects one slot, or everything again if it is within what is selected
	function stop() {
		if (drag) {
			const clicked = drag.moves ? null : [drag.slot, drag.slot + 1];
			const chosen = drag.moved ? brush : clicked;
			drag = null;
			events.choose(chosen);
		}
	}

	function moved([from, to], by) {
		const shift = Math.max(-from, Math.min(sums.length - to, by));
		return [from + shift, to + shift];
	}

	function key(event) {
		const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
		if (by) {
			event.preventDefault();
			const [from, to] = brush || [0, 1];
			const next = event.shiftKey ? [from, Math.max(from + 1, Math.min(sums.length, to + by))]
				: brush ? moved(brush, by) : [from, to];
			events.choose(next);
		}
	}

	canvas.addEventListener('pointerdown', start);
	canvas.addEventListener('pointermove', go);
	canvas.addEventListener('pointerup', stop);
	canvas.addEventListener('pointercancel', () => drag = null);
	canvas.addEventListener('mouseleave', () => events.hover(NONE));
	canvas.addEventListener('keydown', key);
	new ResizeObserver(draw).observe(canvas);
	return { show, draw };
}
