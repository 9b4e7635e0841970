// The controls: facts, buttons, choices and downloads.

function segment(text, key, value) {
	const button = element('button', text);
	button.type = 'button';
	button.dataset[key] = value;
	return button;
}

function showFacts() {
	const { unit, id } = typeOf();
	const facts = profiles.flatMap((profile, side) => {
		const name = compares ? `${profile.name} ` : '';
		const seconds = (profile.end - profile.start) / 1000;
		const gap = Math.abs(profile.seconds - seconds) > 1 ? `, ${twoDigits.format(profile.seconds)} s recorded` : '';
		return [
			[compares ? profile.name : 'Window', `${clock(profile.start)} to ${clock(profile.end).slice(11)} UTC (${wholeNumber.format(seconds)} s${gap})`],
			[`${name}total ${id}`, amount(shown.sides[side].total[0], unit), exact(shown.sides[side].total[0], unit)],
			...profile.facts.filter(([key, value]) => side === 0
				|| !profiles[0].facts.some(([otherKey, other]) => key === otherKey && value === other))
		];
	});
	if (model.folded) {
		facts.push(['Truncated', `the ${wholeNumber.format(model.folded)} smallest frames`]);
	}
	if (profiles.some(({ detail }) => detail > 1)) {
		facts.push(['Filters', 'none, too many samples to tell threads and endpoints apart']);
	}
	byId('facts').replaceChildren(...facts.map(([name, value, title]) => {
		const pair = document.createElement('div');
		pair.append(element('dt', visible(name)), element('dd', visible(value)));
		pair.lastChild.title = title ?? '';
		return pair;
	}));
}

function showControls() {
	const press = (selector, isPressed) => document.querySelectorAll(selector)
		.forEach((button) => button.setAttribute('aria-pressed', isPressed(button.dataset)));
	press('[data-type]', ({ type }) => type === view.type);
	press('[data-view]', ({ view: name }) => name === view.view);
	press('[data-measure]', ({ measure: name }) => name === view.measure);
	press('[data-order]', ({ order }) => order === view.order);
	press('#flip', () => view.flipped);
	byId('flip').disabled = view.view !== 'graph';
	if (isNew('filters', view.type, view.thread, view.endpoint)) {
		const threads = sumBy(profiles, view.type, 'contextThreads', 'threads');
		const endpoints = sumBy(profiles, view.type, 'contextEndpoints', 'endpoints');
		fillSelect(byId('thread'), 'All threads', [['Pools', pools(threads), ''], ['Threads', threads, 'no thread']], view.thread);
		fillSelect(byId('endpoint'), 'All endpoints', [['Endpoints', endpoints, 'no endpoint']], view.endpoint);
	}
	if (isNew('facts', view.type, shown.dataKey)) {
		showFacts();
	}
}

function createControls() {
	byId('title').textContent = document.title = visible(model.title);
	byId('types').append(...model.types.map(({ id }) => segment(id, 'type', id)));
	if (compares) {
		const measures = Object.keys(MEASURES).filter((key) => key !== 'request' || profiles.every(({ requests }) => requests.length));
		byId('measures').hidden = false;
		byId('measures').append(...measures.map((key) => segment(MEASURES[key], 'measure', key)));
		byId('orders').hidden = false;
		byId('orders').append(segment('Changed most', 'order', 'change'), segment('Grew', 'order', 'grew'), segment('Shrank', 'order', 'shrank'));
		byId('legend').hidden = false;
		document.body.classList.add('comparing');
		document.querySelector('[data-sort=self]').textContent = 'Self change';
		document.querySelector('[data-sort=total]').textContent = 'Total change';
	}
	shown.table = createTable(byId('top'), byId('count'), {
		search: searchFunction,
		open: openFunction
	});
	createDownloads();
}

function useTheme() {
	const name = themeName(view.theme);
	document.documentElement.dataset.theme = name;
	shown.theme = THEMES[name];
	shown.font = `12px ${getComputedStyle(document.documentElement).getPropertyValue('--mono')}`;
	shown.painter = createPainter(shown.theme, labels);
	byId('theme').textContent = name === 'dark' ? 'Light' : 'Dark';
	strips.forEach(({ timeline, sums }) => sums && timeline.draw());
}

function createDownloads() {
	const item = (text, action) => {
		const button = segment(text, 'download', text);
		button.addEventListener('click', async () => {
			await action();
			byId('downloads').open = false;
		});
		byId('download-menu').append(button);
	};
	profiles.forEach((profile, side) => {
		const suffix = compares ? `, ${profile.name.toLowerCase()}` : '';
		const name = (ending) => fileName(`${model.title}${side ? '-baseline' : ''}`, view.type, profile.start, ending);
		item(`pprof${suffix}`, async () => save(await gzip(encodePprof({
			tree, self: shown.sides[side].self, names: model.names, ...typeOf(), start: shownStart(side),
			millis: shown.extents[side].seconds * 1000
		})), name('pb.gz'), 'application/octet-stream'));
		item(`Collapsed stacks${suffix}`, () => save(
			collapsedStacks({ tree, self: shown.sides[side].self, names: model.names }), name('collapsed.txt'), 'text/plain'));
	});
	createServed('jfr', 'JFR', 'jfr');
	createServed('heatmap', 'Heatmap', 'heatmap.html');
	byId('download-menu').append(element('p', 'Of the type, filters and time that are shown; zoom and search leave nothing out.', 'hint'));
}

function createServed(format, text, ending) {
	const address = () => servedAddress(location, format, shownTime(profiles[0], brushOf(0)), view);
	if (!address()) {
		return;
	}
	const link = element('a', compares ? `${text}, ${profiles[0].name.toLowerCase()}` : text);
	link.id = `served-${format}`;
	const aim = () => {
		link.hidden = format === 'heatmap' && !HEATMAPS.includes(view.type);
		link.href = address() + (format === 'heatmap' ? `&type=${view.type}` : '');
		link.download = fileName(model.title, format === 'jfr' ? 'recording' : view.type, shownStart(0), ending);
	};
	aim();
	link.addEventListener('pointerdown', aim);
	link.addEventListener('focus', aim);
	byId('downloads').addEventListener('toggle', aim);
	byId('download-menu').append(link);
}

function shownStart(side) {
	const brush = brushOf(side);
	return profiles[side].start + (brush ? brush[0] * profiles[side].slotMillis : 0);
}
