// The table: the functions that cost most, or that changed most.

const TABLE_ROWS = 200;

const ORDERS = {
	change: (a, b) => Math.abs(b) - Math.abs(a),
	grew: (a, b) => b - a,
	shrank: (a, b) => a - b
};

// rows have a name, two values to sort by, and texts to show of them
function createTable(body, caption, events) {

	function show(functions, { sort, order, cell }) {
		const compare = ORDERS[order] || ORDERS.grew;
		const sorted = functions.sort((a, b) => compare(a.keys[sort], b.keys[sort])
			|| b.total[0] - a.total[0] || (a.name < b.name ? -1 : 1));
		const shown = sorted.slice(0, TABLE_ROWS);
		caption.textContent = shown.length < sorted.length
			? `Top ${shown.length} of ${wholeNumber.format(sorted.length)} functions` : `${sorted.length} functions`;
		body.replaceChildren(...shown.map((row) => tableRow(row, cell)));
	}

	function tableRow(row, cell) {
		const result = document.createElement('tr');
		const start = methodStart(row.name);
		const button = document.createElement('button');
		button.type = 'button';
		button.title = row.name;
		button.append(element('span', row.name.slice(0, start), 'package'), element('span', row.name.slice(start)));
		button.addEventListener('click', () => events.open(row.id));
		const find = element('button', '⌕', 'find');
		find.type = 'button';
		find.title = 'Search this function';
		find.setAttribute('aria-label', `Search ${row.name}`);
		find.addEventListener('click', () => events.search(row.id));
		const head = document.createElement('th');
		head.scope = 'row';
		head.append(button, find);
		result.append(head, cell(row, 'self'), cell(row, 'total'));
		return result;
	}

	return { show };
}

function valueCell(lines, share, tone) {
	const cell = document.createElement('td');
	lines.forEach((line, i) => cell.append(element('span', line, i ? 'share' : `value ${tone || ''}`)));
	if (share !== undefined) {
		const bar = element('i', '', `bar ${tone || ''}`);
		bar.style.width = `${Math.min(100, 100 * Math.abs(share))}%`;
		cell.append(bar);
	}
	return cell;
}
