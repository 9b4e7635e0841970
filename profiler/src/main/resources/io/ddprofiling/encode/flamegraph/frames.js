// Frames: what is told of one in tooltips and below the charts.

function nameOf(name, node) {
	return labels[chartData(name).tree.name[node]];
}

function frameLines(name, node) {
	const { sides, weight } = chartData(name);
	const zoom = name === 'main' ? view.frame : view[name];
	const lines = [element('p', nameOf(name, node), 'name')];
	for (const part of ['total', 'self']) {
		lines.push(...(compares ? comparisonLines(sides, node, part) : [valueLine(part, sides[0][part][node])]));
	}
	if (zoom > 0 && weight[zoom] > 0 && node >= zoom) {
		lines.push(element('p', `${percent(weight[node], weight[zoom])} of the zoomed frame`));
	}
	return lines;
}

function titleCase(part) {
	return part === 'self' ? 'Self' : 'Total';
}

function valueLine(part, value) {
	const { unit } = typeOf();
	return element('p', `${titleCase(part)} ${amount(value, unit)} · ${percent(value, shown.sides[0].total[0])}`
		+ (SCALES[unit] ? ` · ${exact(value, unit)}` : ''));
}

function comparisonLines(sides, node, part) {
	const { unit } = typeOf();
	const [current, baseline] = comparable({ sides }, node, part);
	const line = (side, value) => element('p', `${profiles[side].name} ${measured(value, view.measure, unit)} · `
		+ exact(sides[side][part][node], unit));
	return [
		element('p', `${titleCase(part)} ${measuredChange(changeOf(current, baseline), view.measure, unit)} · ${times(current, baseline)}`,
			'strong'),
		line(0, current), line(1, baseline)
	];
}

function describe(name, node) {
	const { sides } = chartData(name);
	const { unit } = typeOf();
	const all = shown.sides[0].total[0];
	const one = (part) => {
		if (compares) {
			const [current, baseline] = comparable({ sides }, node, part);
			return `${part} ${measured(baseline, view.measure, unit)} → ${measured(current, view.measure, unit)}`
				+ ` (${measuredChange(changeOf(current, baseline), view.measure, unit)})`;
		}
		return `${part} ${amount(sides[0][part][node], unit)} (${percent(sides[0][part][node], all)})`;
	};
	return `${nameOf(name, node)}: ${one('total')}, ${one('self')}`;
}

function showSelected() {
	const data = chartData(active);
	byId('selected').textContent = data && view.view !== 'table' ? describe(active, charts[active].selected()) : '';
	byId('details-actions').hidden = !data || view.view === 'table';
}

function selectedFunction() {
	const data = chartData(active);
	const node = data ? charts[active].selected() : 0;
	return data && (node > 0 || active !== 'main') ? data.tree.name[node] : NONE;
}

// the leaf first, as Java prints stack traces
function selectedStack() {
	const { tree: of } = chartData(active);
	const stack = [];
	for (let node = charts[active].selected(); node !== NONE; node = of.parent[node]) {
		if (node > 0 || active !== 'main') {
			stack.push(model.names[of.name[node]]);
		}
	}
	return active === 'callers' ? stack.reverse() : stack;
}

function showTooltip(lines, event) {
	const tooltip = byId('tooltip');
	tooltip.replaceChildren(...lines);
	tooltip.hidden = false;
	const below = event.clientY + 18;
	const fits = below + tooltip.offsetHeight < innerHeight;
	tooltip.style.left = `${Math.max(Math.min(event.clientX + 12, innerWidth - tooltip.offsetWidth - 8), 0)}px`;
	tooltip.style.top = `${fits ? below : Math.max(event.clientY - tooltip.offsetHeight - 8, 0)}px`;
}

function hideTooltip() {
	byId('tooltip').hidden = true;
}
