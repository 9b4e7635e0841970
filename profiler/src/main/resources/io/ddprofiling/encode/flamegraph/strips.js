// The strips: a timeline for each profile, and what it says.

function createTimes() {
	profiles.forEach((profile, side) => {
		const strip = element('div', '', 'strip');
		const label = element('span', '', 'range');
		const canvas = document.createElement('canvas');
		const clear = element('button', 'Whole window', 'clear');
		clear.type = 'button';
		canvas.tabIndex = 0;
		canvas.setAttribute('role', 'application');
		canvas.setAttribute('aria-label', `Timeline of ${profile.name}: drag, or use the arrow keys, to select some time`);
		strip.append(label, canvas, clear);
		byId('times').append(strip);
		const keys = side === 0 ? ['from', 'to'] : ['baselineFrom', 'baselineTo'];
		const patch = (brush) => ({ [keys[0]]: brush?.[0], [keys[1]]: brush?.[1] });
		clear.addEventListener('click', () => change(patch(null)));
		const timeline = createTimeline(canvas, { theme: () => shown.theme }, {
			preview: (brush) => {
				view = { ...view, ...patch(brush) };
				update({ preview: true });
			},
			choose: (brush) => change(patch(brush)),
			hover: (slot, sum, event) => slot === NONE ? hideTooltip() : showTooltip([
				element('p', slotTimes(profile, [slot, slot + 1])), element('p', amount(sum, typeOf().unit))], event)
		});
		strips.push({ strip, label, canvas, clear, timeline, hasTimes: false, sums: null });
	});
}

function clock(millis, digits = 19) {
	return new Date(millis).toISOString().replace('T', ' ').slice(0, digits);
}

function slotTimes(profile, [from, to]) {
	const end = Math.min(profile.start + to * profile.slotMillis, profile.end);
	const start = profile.start + from * profile.slotMillis;
	return `${clock(start).slice(11)} to ${clock(end).slice(11)} UTC (${twoDigits.format((end - start) / 1000).replace(/\.?0+$/, '')} s)`;
}

function showTimes() {
	const filter = { type: view.type, thread: view.thread, endpoint: view.endpoint };
	strips.forEach((strip, side) => {
		const { sums, timeless } = sumSlots(profiles[side], filter);
		strip.sums = sums;
		strip.hasTimes = sums.length > 1 && (sums.some((sum) => sum > 0) || timeless === 0);
	});
}

function showRanges() {
	strips.forEach((strip, side) => {
		const profile = profiles[side];
		const brush = brushOf(side);
		const name = compares ? `${profile.name} ` : '';
		strip.strip.classList.toggle('timeless', !strip.hasTimes);
		strip.label.textContent = name + (!strip.hasTimes ? missingTimes(profile)
			: brush ? slotTimes(profile, brush) : `whole window${slotNote(profile)}`);
		strip.clear.hidden = !brush;
		strip.timeline.show(strip.sums, brush);
	});
}

function slotNote(profile) {
	return profile.slotMillis > 1000 ? `, bars of ${profile.slotMillis / 1000} s because there are many samples or much time` : '';
}

function missingTimes(profile) {
	if (profile.slots > 1) {
		return 'no timeline: these are of no particular time';
	}
	return profile.detail > 0 ? 'no timeline: too many samples to tell apart' : 'no timeline';
}
