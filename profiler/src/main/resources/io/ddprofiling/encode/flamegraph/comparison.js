// The comparison of two profiles: makes their values comparable, as shares of each
// profile's total, or for each second or request.

const MEASURES = { share: 'Shares', second: 'Per second', request: 'Per request' };

// what to multiply a value with
function measureFactor(measure, total, { seconds, requests }) {
	const whole = { share: total, second: seconds, request: requests }[measure];
	return whole > 0 ? 1 / whole : 0;
}

function measured(value, measure, unit) {
	if (measure === 'share') {
		return `${twoDigits.format(100 * value)} %`;
	}
	return `${amount(value, unit)}${measure === 'second' ? '/s' : '/request'}`;
}

// without what it is for, where that stands beside it
function measuredBriefly(value, measure, unit) {
	return measure === 'share' ? measured(value, measure, unit) : amount(value, unit);
}

function measuredChange(change, measure, unit, format = measured) {
	const text = measure === 'share' ? `${twoDigits.format(100 * change)} pp` : format(change, measure, unit);
	return signed(change, text);
}

// sums of shares are not exact
function changeOf(current, baseline) {
	const change = current - baseline;
	return Math.abs(change) < 1e-9 * Math.max(current, baseline) ? 0 : change;
}

// from -1, only in the baseline, to 1, only in the current profile
function tendency(current, baseline) {
	const sum = current + baseline;
	return sum > 0 ? changeOf(current, baseline) / sum : 0;
}

function times(current, baseline) {
	if (changeOf(current, baseline) === 0) {
		return 'the same';
	}
	if (!baseline || !current) {
		return baseline ? 'gone' : 'new';
	}
	return `${signed(current - baseline, twoDigits.format(100 * (current - baseline) / baseline))} %`;
}
