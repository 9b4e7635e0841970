// The page: keeps everything in step with the view, and takes keys and clicks.

function update({ preview = false } = {}) {
	const data = [view.type, view.thread, view.endpoint, view.from, view.to, view.baselineFrom, view.baselineTo, view.measure];
	if (isNew('theme', themeName(view.theme))) {
		useTheme();
	}
	if (isNew('times', view.type, view.thread, view.endpoint)) {
		showTimes();
	}
	if (isNew('data', data)) {
		compute();
	}
	if (isNew('brush', data)) {
		showRanges();
	}
	if (isNew('search', view.search)) {
		const pattern = parsePattern(view.search);
		shown.pattern = pattern;
		shown.matches = findMatches(pattern, labels);
	}
	if (shown.matches && isNew('ways', data, view.search)) {
		shown.ways = findWays(tree, shown.weight, shown.matches);
	}
	showCharts(data);
	if (!preview && isNew('table', data, view.search, view.sort, view.order)) {
		showTable();
	}
	showControls();
	showMatched();
	if (!preview) {
		showSelected();
	}
}

function openFunction(id) {
	if (id !== NONE) {
		change({ view: 'sandwich', function: labels[id], callers: 0, callees: 0 });
	}
}

function setFrameOnly() {
	change({ search: '', frame: 0, callers: 0, callees: 0 });
	charts[active].select(0);
}

function reset() {
	hideTooltip();
	change({ ...usual, type: view.type, theme: view.theme, view: view.view, function: view.function, measure: view.measure,
		thread: undefined, endpoint: undefined, from: undefined, to: undefined, baselineFrom: undefined, baselineTo: undefined });
	charts[active].select(0);
}

function flash(button, text) {
	const before = button.textContent;
	button.textContent = text;
	button.disabled = true;
	setTimeout(() => {
		button.textContent = before;
		button.disabled = false;
	}, 1200);
}

async function copyStack() {
	if (selectedFunction() !== NONE) {
		await copyText(selectedStack().join('\n'));
		flash(byId('copy-stack'), 'Copied');
	}
}

function pressKey(event) {
	if (event.key === 'Enter' && event.target === byId('search')) {
		selectNextMatch();
	}
	const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
	if (event.key === 'Escape') {
		hideTooltip();
		byId('downloads').open = false;
		setFrameOnly();
		return;
	}
	if (typing || event.ctrlKey || event.metaKey || event.altKey) {
		return;
	}
	const action = {
		'/': () => byId('search').select(),
		s: () => selectedFunction() === NONE ? change({ view: 'sandwich' }) : openFunction(selectedFunction()),
		g: () => change({ view: 'graph' }),
		t: () => change({ view: 'table' }),
		f: () => change({ flipped: !view.flipped }),
		c: copyStack
	}[event.key];
	if (action) {
		event.preventDefault();
		action();
	}
}

function selectNextMatch() {
	const data = chartData(active);
	if (shown.matches && data && view.view !== 'table') {
		const top = active === 'main' && shown.weight[view.frame] > 0 ? view.frame : 0;
		const node = nextMatch(data.tree, data.weight, shown.matches, charts[active].selected(), top);
		if (node !== NONE) {
			charts[active].select(node);
		}
	}
}

function onClick(id, action) {
	byId(id).addEventListener('click', action);
}

function listen() {
	document.addEventListener('keydown', pressKey);
	byId('search').addEventListener('input', ({ target }) => change({ search: target.value }, { quietly: true }));
	for (const id of ['thread', 'endpoint']) {
		byId(id).addEventListener('change', ({ target }) => change({ [id]: target.value ? target.value.slice(1) : undefined }));
	}
	document.addEventListener('click', ({ target }) => {
		const button = target.closest('button');
		if (!byId('downloads').contains(target)) {
			byId('downloads').open = false;
		}
		for (const key of ['type', 'view', 'measure', 'order']) {
			if (button?.dataset[key]) {
				change({ [key]: button.dataset[key] });
			}
		}
		if (button?.dataset.sort) {
			sortBy(button.dataset.sort);
		}
	});
	onClick('flip', () => change({ flipped: !view.flipped }));
	onClick('reset', reset);
	onClick('theme', () => change({ theme: themeName(view.theme) === 'dark' ? 'light' : 'dark' }, { quietly: true }));
	onClick('open-sandwich', () => openFunction(selectedFunction()));
	onClick('find', () => selectedFunction() !== NONE && searchFunction(selectedFunction()));
	onClick('copy-stack', copyStack);
	onClick('copy-link', async () => {
		await copyText(location.href);
		flash(byId('copy-link'), 'Copied');
	});
	addEventListener('popstate', follow);
	addEventListener('hashchange', follow);
	systemDark.addEventListener('change', () => update());
}

function start() {
	const isEmpty = profiles.every(({ samples }) => Object.values(samples).every(({ values }) => values.length === 0));
	byId(isEmpty ? 'empty' : 'view').hidden = false;
	createControls();
	createTimes();
	if (!isEmpty) {
		createCharts();
		listen();
		follow();
	}
}

start();
