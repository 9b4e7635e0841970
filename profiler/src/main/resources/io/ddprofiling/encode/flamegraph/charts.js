// The charts: what each of them shows, and how its frames look.

function chartData(name) {
	return name === 'main' ? { tree, sides: shown.sides, weight: shown.weight } : shown[name];
}

function showCharts(data) {
	const sandwich = view.view === 'sandwich';
	byId('graph').hidden = view.view !== 'graph';
	byId('sandwich').hidden = !sandwich;
	byId('panes').className = view.view;
	if (sandwich && isNew('sandwich', data, view.function)) {
		mergeFunction();
	}
	const exists = Boolean(shown.callees);
	byId('sandwich').classList.toggle('chosen', exists);
	byId('nothing').hidden = shown.weight[0] > 0;
	byId('nothing').textContent = isFiltered() ? 'No samples match the filters.' : 'No samples of this type in this window.';
	active = sandwich ? (active === 'main' ? 'callees' : active) : 'main';
	if (view.view === 'graph') {
		charts.main.show({ tree, weight: shown.weight, zoom: view.frame, flipped: view.flipped });
	}
	else if (sandwich && exists) {
		charts.callers.show({ ...shown.callers, zoom: view.callers, flipped: true });
		charts.callees.show({ ...shown.callees, zoom: view.callees, flipped: false });
		byId('callers-name').textContent = view.function;
	}
}

function createLook(name) {
	const isMatch = (of, node) => (name !== 'main' || node > 0) && shown.matches[of.name[node]] === 1;
	return {
		font: () => shown.font,
		colour(of, node) {
			const { theme } = shown;
			if (shown.matches) {
				return isMatch(of, node) ? theme.match : name === 'main' && shown.ways[node] ? theme.way : theme.dimmed;
			}
			if (compares) {
				return changeColour(tendencyOf(chartData(name).sides, node), theme);
			}
			return name === 'main' && node === 0 ? theme.plain : shown.painter(of.name[node]);
		},
		textColour(of, node) {
			const { theme } = shown;
			if (!shown.matches) {
				return theme.text;
			}
			return isMatch(of, node) ? theme.matchText : name === 'main' && shown.ways[node] ? theme.text : theme.dimmedText;
		},
		label(of, node) {
			return changeMark(name, node) + labels[of.name[node]];
		}
	};
}

function comparable({ sides }, node, part = 'total') {
	return sides.map((side, i) => side[part][node] * shown.factors[i]);
}

function tendencyOf(sides, node) {
	return tendency(...comparable({ sides }, node));
}

// not by colour alone
function changeMark(name, node) {
	if (!compares) {
		return '';
	}
	const [current, baseline] = comparable(chartData(name), node);
	const least = 0.005 * Math.max(...comparable({ sides: shown.sides }, 0));
	return Math.abs(current - baseline) < least ? '' : current > baseline ? '▲ ' : '▼ ';
}

function createCharts() {
	for (const [name, key] of [['main', 'frame'], ['callers', 'callers'], ['callees', 'callees']]) {
		charts[name] = createChart(byId(`${name}-box`), createLook(name), {
			zoom: (node) => change({ [key]: node }),
			select: () => {
				active = name;
				showSelected();
			},
			hover: (node, event) => node === NONE ? hideTooltip() : showTooltip(frameLines(name, node), event)
		});
	}
}
