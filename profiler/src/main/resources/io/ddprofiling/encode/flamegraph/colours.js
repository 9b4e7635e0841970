// Colours: packages, matches and changes, in light and dark. Changes are blue and orange,
// which nearly everybody can tell apart.

const THEMES = {
	light: {
		text: '#1a1c20', match: '#f08c00', matchText: '#1a1206', way: '#fae3c3', dimmed: '#e6e8ec', dimmedText: '#5b6472',
		plain: '#d3d6dc', saturation: 62, lightness: 78, same: [224, 226, 231], less: [70, 145, 225],
		more: [240, 135, 45], bar: '#8fa8d8', barIn: '#2f5fd0', brush: 'rgb(47 95 208 / 14%)', line: '#2f5fd0'
	},
	dark: {
		text: '#f3f5f8', match: '#ffb43d', matchText: '#1a1206', way: '#5a4526', dimmed: '#2a2f38', dimmedText: '#9aa4b2',
		plain: '#434a55', saturation: 38, lightness: 32, same: [58, 64, 75], less: [38, 110, 190],
		more: [190, 95, 20], bar: '#4a5f8c', barIn: '#8ab0ff', brush: 'rgb(138 176 255 / 18%)', line: '#8ab0ff'
	}
};

const PLATFORM = /^(java|javax|jdk|sun|com\.sun)\./;

const systemDark = matchMedia('(prefers-color-scheme: dark)');

function themeName(chosen) {
	return chosen === 'dark' || chosen === 'light' ? chosen : systemDark.matches ? 'dark' : 'light';
}

function hashOf(text) {
	let result = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) {
		result = Math.imul(result ^ text.charCodeAt(i), 0x01000193);
	}
	return (result ^ (result >>> 15)) >>> 0;
}

// Frames without a package are native code or the kernel, and grey. The platform's own
// packages are pale, so that the application's stand out. Packages of one family, such as
// org.springframework, have neighbouring colours.
function packageColour(name, theme) {
	const start = methodStart(name);
	if (start === 0) {
		return theme.plain;
	}
	const packageName = name.slice(0, start);
	const family = packageName.split('.').slice(0, 3).join('.');
	const hue = hashOf(family) % 360 + hashOf(packageName) % 25 - 12;
	const saturation = PLATFORM.test(name) ? theme.saturation / 4 : theme.saturation;
	const lightness = theme.lightness + hashOf(name.slice(start).split('.')[0]) % 7 - 3;
	return `hsl(${hue} ${saturation}% ${lightness}%)`;
}

// full colour from three times as much, or a third
function changeColour(tendency, theme) {
	const strength = Math.min(1, Math.abs(tendency) * 2);
	const goal = tendency > 0 ? theme.more : theme.less;
	const mixed = theme.same.map((part, i) => Math.round(part + (goal[i] - part) * strength));
	return `rgb(${mixed.join(' ')})`;
}

// colours of the frames of a chart; those of functions are made once
function createPainter(theme, names) {
	const known = [];
	return (id) => known[id] ??= packageColour(names[id], theme);
}
