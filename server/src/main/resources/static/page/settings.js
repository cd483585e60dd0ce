import { $, make } from './dom.js';

const SCHEDULERS = { pndm: 'PNDM', ddim: 'DDIM', lms: 'LMS', euler: 'Euler' };
const MEMORY = { '': 'use it', REMEMBER_ONLY: 'always new', NONE: 'no trace' };
const NUMBERS = ['width', 'height', 'steps', 'guidanceScale', 'count'];
const CHIPS = {
  width: ({ width, height }) => `${width} × ${height}`,
  steps: ({ steps }) => `${steps} steps`,
  guidanceScale: ({ guidanceScale }) => `guidance ${guidanceScale}`,
  scheduler: ({ scheduler }) => SCHEDULERS[scheduler] ?? scheduler,
  seed: ({ seed }) => (seed === undefined ? 'any seed' : `seed ${seed}`),
};
const CHIPS_IF_CHANGED = {
  count: ({ count }) => `${count} pictures`,
  negativePrompt: ({ negativePrompt }) => `without ${negativePrompt}`,
  memory: ({ memory }) => MEMORY[memory],
  model: ({ model }) => model,
};

/** The folded settings. Their chips always show what the next request will use. Fields have the ids of a request's. */
export class Settings {
  constructor({ defaults, models, model, schedulers, sizeMultiple, limits }) {
    this.defaults = { ...defaults, model, count: 1, memory: '' };
    this.pixels = limits.pixels;
    for (const side of ['width', 'height']) Object.assign($(side), { min: sizeMultiple, step: sizeMultiple });
    $('steps').max = limits.steps;
    $('count').max = limits.count;
    const fill = (id, values, names = {}) => $(id).append(...values.map((value) => new Option(names[value] ?? value, value)));
    fill('scheduler', schedulers, SCHEDULERS);
    fill('memory', Object.keys(MEMORY), MEMORY);
    fill('model', models);
    $('model').parentElement.hidden = models.length < 2;
    $('settings').addEventListener('input', () => this.#draw());
    // A field in a folded panel cannot be pointed at.
    $('settings').addEventListener('invalid', () => ($('settings').open = true), true);
    $('reset').addEventListener('click', () => this.set({}));
    $('chips').addEventListener('click', (event) => this.#openAt(event));
    this.set({});
  }

  /** The fields that differ from the defaults; null, with the field pointed at, where one cannot be used. */
  read() {
    if (!$('ask').reportValidity()) return null;
    return Object.fromEntries(Object.entries(this.#values()).filter(([field]) => this.#changed(field)));
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

  #changed(field) {
    return this.#values()[field] !== this.defaults[field];
  }

  #draw() {
    const now = this.#values();
    const over = now.width * now.height > this.pixels;
    $('width').setCustomValidity(over ? `Width times height may be ${this.pixels.toLocaleString('en')}.` : '');
    const chips = { ...CHIPS, ...Object.fromEntries(Object.entries(CHIPS_IF_CHANGED).filter(([field]) => this.#changed(field))) };
    $('chips').replaceChildren(...Object.entries(chips).map(([field, words]) => {
      const changed = this.#changed(field) || (field === 'width' && this.#changed('height'));
      return make('span', { className: changed ? 'chip changed' : 'chip', textContent: words(now), 'data-field': field });
    }));
  }

  #openAt(event) {
    const { field } = event.target.dataset;
    if (!field || $('settings').open) return;
    event.preventDefault();
    $('settings').open = true;
    $(field).focus();
  }
}
