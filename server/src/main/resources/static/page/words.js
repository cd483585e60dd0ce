import { make } from './dom.js';

export const OUTCOMES = { EXACT: 'From memory', SIMILAR: 'From memory, similar', REFINED: 'Refined from memory', GENERATED: 'New' };

/** A prompt as a name: an empty one has none of its own. */
export const named = (prompt) => (prompt.trim() ? prompt : 'No words');
export const count = (number) => number.toLocaleString('en');
export const similarity = (cosine) => cosine.toFixed(2);

/** A prompt as nodes, with the words marked that the other one has not. */
export function marked(prompt, other) {
	const said = new Set(other.toLowerCase().match(/[\p{L}\p{N}]+/gu));
	return prompt.split(/([\p{L}\p{N}]+)/u).map((piece, at) => (at % 2 && !said.has(piece.toLowerCase()) ? make('mark', {}, piece) : piece));
}

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
