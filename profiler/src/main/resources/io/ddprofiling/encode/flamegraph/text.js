// Text: names, amounts and elements. Names come from outside and may hold anything. They
// reach the page as canvas text or through textContent, never as markup.

const SCALES = {
	nanoseconds: [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']],
	bytes: [[2 ** 40, 'TiB'], [2 ** 30, 'GiB'], [2 ** 20, 'MiB'], [2 ** 10, 'KiB'], [1, 'B']]
};

// what does not show, or makes other text show differently
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const wholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const twoDigits = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function byId(id) {
	return document.getElementById(id);
}

function element(tag, text, className) {
	const result = document.createElement(tag);
	result.textContent = text;
	if (className) {
		result.className = className;
	}
	return result;
}

function visible(name) {
	return name.replace(INVISIBLE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// "com.acme.Shop.buy" is the package "com.acme" and the method "Shop.buy".
function methodStart(name) {
	const end = name.search(/[(<]/);
	const head = end < 0 ? name : name.slice(0, end);
	const method = head.lastIndexOf('.');
	// a compiler's copy of a native function ends with a number
	return method <= 0 || /\d/.test(head[method + 1]) ? 0 : head.lastIndexOf('.', method - 1) + 1;
}

function amount(value, unit) {
	const scales = SCALES[unit];
	if (!scales) {
		return Number.isInteger(value) ? exact(value, unit) : twoDigits.format(value);
	}
	const [size, name] = scales.find(([least]) => Math.abs(value) >= least) || scales[scales.length - 1];
	const whole = size === 1 && Number.isInteger(value);
	return `${whole ? wholeNumber.format(value) : twoDigits.format(value / size)} ${name}`;
}

function exact(value, unit) {
	return wholeNumber.format(value) + (unit === 'count' ? '' : ` ${unit}`);
}

function percent(value, all) {
	return `${twoDigits.format(all ? 100 * value / all : 0)} %`;
}

function signed(value, text) {
	return value > 0 ? `+${text}` : text.replace('-', '−');
}

function copyText(text) {
	if (navigator.clipboard && isSecureContext) {
		return navigator.clipboard.writeText(text).catch(() => copyBySelection(text));
	}
	return Promise.resolve(copyBySelection(text));
}

// where the page was not served over a secure connection
function copyBySelection(text) {
	const field = element('textarea', '');
	const focused = document.activeElement;
	field.value = text;
	document.body.append(field);
	field.select();
	document.execCommand('copy');
	field.remove();
	focused?.focus();
}
