import { $, make } from './dom.js';

const SCHEDULERS = { pndm: 'PNDM', ddim: 'DDIM', lms: 'LMS', euler: 'Euler' };
const MEMORY = { '': 'use it', REMEMBER_ONLY: 'always new', NONE: 'no trace' };
const NUMBERS = ['width', 'height', 'steps', 'guidanceScale', 'count'];
const ALWAYS = ['width', 'steps', 'guidanceScale', 'scheduler', 'seed'];
const CHIPS = {
	width: (width, { height }) => `${width} × ${height}`,
	steps: (steps) => `${steps} steps`,
	guidanceScale: (scale) => `guidance ${scale}`,
	scheduler: (name) => SCHEDULERS[name] ?? name,
	seed: (seed) => (seed === undefined ? 'any seed' : `seed ${seed}`),
	count: (count) => `${count} pictures`,
	negativePrompt: (prompt) => `without ${prompt}`,
	memory: (use) => MEMORY[use],
	model: (model) => model,
};

/** The folded settings. Their chips always show what the next request will use. Fields have the ids of a request's. */
export class Settings {
	constructor({ defaults, models, model, schedulers, sizeMultiple, limits }) {
		this.defaults = { ...defaults, model, count: 1, memory: '' };
		this.pixels = limits.pixels;
		for (const field of NUMBERS) $(field).required = true;
		for (const side of ['width', 'height']) Object.assign($(side), { min: sizeMultiple, step: sizeMultiple });
		$('steps').max = limits.steps;
		$('count').max = limits.count;
		const fill = (id, values, names = {}) => $(id).append(...values.map((value) => new Option(names[value] ?? value, value)));
		fill('scheduler', schedulers, SCHEDULERS);
		fill('memory', Object.keys(MEMORY), MEMORY);
		fill('model', models);
		$('model').parentElement.hidden = models.length < 2;
		$('settings').oninput = () => this.#draw();
		// A field in a folded panel cannot be pointed at.
		$('settings').addEventListener('invalid', () => ($('settings').open = true), true);
		$('reset').onclick = () => this.set({});
		$('chips').onclick = (event) => this.#openAt(event);
		this.set({});
	}

	/** The fields that differ from the defaults; null, with the field pointed at, where one cannot be used. */
	read() {
		if (!$('ask').reportValidity()) return null;
		return Object.fromEntries(Object.entries(this.#values()).filter(([field, value]) => value !== this.defaults[field]));
	}

	set(request) {
		for (const field of [...Object.keys(this.defaults), 'seed']) $(field).value = request[field] ?? this.defaults[field] ?? '';
		this.#draw();
	}

	#values() {
		const value = (field) => (NUMBERS.includes(field) ? $(field).valueAsNumber : $(field).value.trim());
		const values = Object.fromEntries(Object.keys(this.defaults).map((field) => [field, value(field)]));
		return { ...values, seed: $('seed').value.trim() ? Number($('seed').value) : undefined };
	}

	#draw() {
		const now = this.#values();
		const over = now.width * now.height > this.pixels;
		$('width').setCustomValidity(over ? `Width times height may be ${this.pixels.toLocaleString('en')}.` : '');
		const words = (field, values) => CHIPS[field](values[field], values);
		const changed = (field) => words(field, now) !== words(field, this.defaults);
		const fields = Object.keys(CHIPS).filter((field) => ALWAYS.includes(field) || changed(field));
		$('chips').replaceChildren(...fields.map((field) => make('span', { className: changed(field) ? 'chip changed' : 'chip', 'data-field': field }, words(field, now))));
	}

	#openAt(event) {
		const { field } = event.target.dataset;
		if (!field || $('settings').open) return;
		event.preventDefault();
		$('settings').open = true;
		$(field).focus();
	}
}
