// The results: what the search found, and the rows of the table.

function showMatched() {
	const field = byId('search');
	if (document.activeElement !== field || field.value !== view.search) {
		field.value = view.search;
	}
	field.setAttribute('aria-invalid', shown.pattern === undefined);
	byId('matched').textContent = shown.pattern === undefined ? 'not a regular expression' : matchedText();
}

function matchedText() {
	if (!shown.matches) {
		return '';
	}
	const top = view.view === 'graph' && shown.weight[view.frame] > 0 ? view.frame : 0;
	const what = top === 0 ? 'matched' : 'of the zoomed frame matched';
	const parts = shown.sides.map(({ total }, side) => {
		const matched = sumMatches(tree, total, shown.matches, top);
		const of = compares ? `${profiles[side].name}: ` : '';
		return `${of}${percent(matched, total[top])} ${what} (${amount(matched, typeOf().unit)})`;
	});
	return parts.join(', ');
}

function searchFunction(id) {
	const pattern = exactPattern(labels[id]);
	change({ search: view.search === pattern ? '' : pattern });
}

function showTable() {
	const functions = listFunctions(sumFunctions(tree, shown.sides, labels.length), labels);
	const rows = functions.filter(({ id }) => !shown.matches || shown.matches[id]);
	for (const row of rows) {
		row.keys = {};
		for (const part of ['self', 'total']) {
			row.keys[part] = compares ? changeOf(row[part][0] * shown.factors[0], row[part][1] * shown.factors[1]) : row[part][0];
		}
	}
	shown.largest = {};
	for (const part of ['self', 'total']) {
		shown.largest[part] = rows.reduce((largest, { keys }) => Math.max(largest, Math.abs(keys[part])), 0);
	}
	shown.table.show(rows, { sort: view.sort, order: view.order, cell: compares ? changeCell : sumCell });
	for (const button of document.querySelectorAll('[data-sort]')) {
		const direction = view.order === 'shrank' ? 'ascending' : 'descending';
		button.closest('th').setAttribute('aria-sort', button.dataset.sort === view.sort ? direction : 'none');
	}
}

function sumCell(row, part) {
	const all = shown.sides[0].total[0];
	const cell = valueCell([amount(row[part][0], typeOf().unit), percent(row[part][0], all)], row[part][0] / (shown.largest[part] || 1));
	cell.title = exact(row[part][0], typeOf().unit);
	return cell;
}

function changeCell(row, part) {
	const { unit } = typeOf();
	const [current, baseline] = row[part].map((value, side) => value * shown.factors[side]);
	return valueCell([
		measuredChange(changeOf(current, baseline), view.measure, unit, measuredBriefly),
		`${measuredBriefly(baseline, view.measure, unit)} → ${measuredBriefly(current, view.measure, unit)}`
	], row.keys[part] / (shown.largest[part] || 1), row.keys[part] > 0 ? 'more' : 'less');
}

function sortBy(sort) {
	const again = view.sort === sort;
	const next = compares ? { change: 'grew', grew: 'shrank', shrank: 'change' } : { grew: 'shrank', shrank: 'grew' };
	change({ sort, order: again ? next[view.order] ?? usual.order : view.order }, { quietly: true });
}
