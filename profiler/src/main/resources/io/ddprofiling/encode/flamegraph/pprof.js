// pprof: the samples of a view in the format of pprof, a protocol buffer.

function createMessage() {
	let bytes = new Uint8Array(1024);
	let size = 0;

	function put(byte) {
		if (size === bytes.length) {
			const larger = new Uint8Array(size * 2);
			larger.set(bytes);
			bytes = larger;
		}
		bytes[size++] = byte;
	}

	function varint(value) {
		let rest = value;
		if (typeof rest === 'bigint') {
			for (; rest > 127n; rest >>= 7n) {
				put(Number(rest & 127n) | 128);
			}
		}
		else {
			for (; rest > 127; rest = Math.floor(rest / 128)) {
				put(rest % 128 | 128);
			}
		}
		put(Number(rest));
	}

	const message = {
		number(field, value) {
			varint(field << 3);
			varint(value);
			return message;
		},
		block(field, content) {
			varint(field << 3 | 2);
			varint(content.length);
			content.forEach(put);
			return message;
		},
		numbers(field, values) {
			const packed = createMessage();
			values.forEach(packed.varint);
			return message.block(field, packed.bytes());
		},
		varint,
		bytes: () => bytes.subarray(0, size)
	};
	return message;
}

// one location for each function, because the page knows no lines
function encodePprof({ tree, self, names, column, unit, start, millis }) {
	const strings = new Map([['', 0]]);
	const text = (value) => {
		if (!strings.has(value)) {
			strings.set(value, strings.size);
		}
		return strings.get(value);
	};
	const locations = new Map();
	const location = (name) => {
		if (!locations.has(name)) {
			locations.set(name, locations.size + 1);
		}
		return locations.get(name);
	};
	const profile = createMessage();
	const type = createMessage().number(1, text(column)).number(2, text(unit)).bytes();
	profile.block(1, type);
	for (let node = 0; node < tree.size; node++) {
		if (self[node] > 0) {
			const stack = [];
			for (let frame = node; frame > 0; frame = tree.parent[frame]) {
				stack.push(location(tree.name[frame]));
			}
			profile.block(2, createMessage().numbers(1, stack).numbers(2, [self[node]]).bytes());
		}
	}
	for (const id of locations.values()) {
		profile.block(4, createMessage().number(1, id).block(4, createMessage().number(1, id).bytes()).bytes());
	}
	for (const [name, id] of locations) {
		const nameText = text(names[name]);
		profile.block(5, createMessage().number(1, id).number(2, nameText).number(3, nameText).bytes());
	}
	const encoder = new TextEncoder();
	for (const value of strings.keys()) {
		profile.block(6, encoder.encode(value));
	}
	return profile.number(9, BigInt(Math.round(start)) * 1000000n).number(10, Math.round(millis) * 1000000)
		.block(11, type).bytes();
}
