// The filters: which thread or pool of threads, and which endpoint.

const FILTER_OPTIONS = 500;

// names with their sums, largest first
function sumBy(profiles, type, ids, names) {
	const sums = new Map();
	for (const profile of profiles) {
		const { contexts, values } = profile.samples[type];
		const ofContexts = new Float64Array(profile[ids].length);
		for (let i = 0; i < contexts.length; i++) {
			ofContexts[contexts[i]] += values[i];
		}
		ofContexts.forEach((sum, context) => {
			const name = profile[names][profile[ids][context]];
			if (sum > 0) {
				sums.set(name, (sums.get(name) || 0) + sum);
			}
		});
	}
	return new Map([...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}

// "http-nio-8080-exec-7" is one of the pool "http-nio-8080-exec-*"
function pools(threads) {
	const sums = new Map();
	const sizes = new Map();
	for (const [name, sum] of threads) {
		const pool = name.replace(/\d+$/, '*');
		if (pool !== name && pool !== '*') {
			sums.set(pool, (sums.get(pool) || 0) + sum);
			sizes.set(pool, (sizes.get(pool) || 0) + 1);
		}
	}
	return new Map([...sums].filter(([pool]) => sizes.get(pool) > 1).sort((a, b) => b[1] - a[1]));
}

function fillSelect(select, all, groups, chosen) {
	const option = (text, value) => {
		const result = element('option', text);
		result.value = value;
		return result;
	};
	// an option's value cannot tell "no name" from "no choice", a prefix can
	const options = [option(all, '')];
	for (const [label, names, nameless] of groups) {
		const group = document.createElement('optgroup');
		group.label = label;
		const texts = [...names.keys()].slice(0, FILTER_OPTIONS);
		group.append(...texts.map((name) => option(name || nameless, `=${name}`)));
		if (texts.length) {
			options.push(group);
		}
	}
	select.replaceChildren(...options);
	if (chosen !== undefined && ![...select.options].some(({ value }) => value === `=${chosen}`)) {
		// not what the link says, which anybody can have written
		select.append(option('As in the link', `=${chosen}`));
	}
	select.value = chosen === undefined ? '' : `=${chosen}`;
}
