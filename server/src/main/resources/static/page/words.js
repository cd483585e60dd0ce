export const OUTCOMES = { EXACT: 'From memory', SIMILAR: 'From memory, similar', REFINED: 'Refined from memory', GENERATED: 'New' };

/** A prompt as a name: an empty one has none of its own. */
export const named = (prompt) => (prompt.trim() ? prompt : 'No words');
export const count = (number) => number.toLocaleString('en');
export const similarity = (cosine) => cosine.toFixed(2);

/** A duration to read at a glance: at most two units. */
export function duration(milliseconds) {
	const seconds = milliseconds / 1000;
	if (seconds < 1) return `${Math.round(milliseconds)} ms`;
	if (seconds < 60) return `${seconds.toFixed(seconds < 9.95 ? 1 : 0)} s`;
	const minutes = Math.round(seconds / 60);
	if (minutes < 60) return `${minutes} min`;
	return `${count(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

export function ago(instant) {
	const minutes = (Date.now() - new Date(instant)) / 60000;
	if (!(minutes >= 1)) return 'just now';
	const [size, unit] = [[1440, 'day'], [60, 'hour'], [1, 'minute']].find(([each]) => minutes >= each);
	const units = Math.floor(minutes / size);
	return `${units} ${unit}${units === 1 ? '' : 's'} ago`;
}
