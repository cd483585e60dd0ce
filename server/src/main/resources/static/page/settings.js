import { $, make } from './dom.js';

const SCHEDULERS = { pndm: 'PNDM', ddim: 'DDIM', lms: 'LMS', euler: 'Euler' };
const MEMORY = { REMEMBER_ONLY: 'always new', NONE: 'no trace' };
const NUMBERS = ['width', 'height', 'steps', 'count'];

/** The folded settings. Their chips always show what the next request will use. */
export class Settings {
  #usual;
  #pixels;

  constructor({ defaults, models, model, schedulers, sizeMultiple, limits }) {
    this.#usual = { ...defaults, model, count: 1, memory: '' };
    this.#pixels = limits.pixels;
    for (const side of ['width', 'height']) Object.assign($(side), { min: sizeMultiple, step: sizeMultiple });
    $('steps').max = limits.steps;
    $('count').max = limits.count;
    $('scheduler').append(...schedulers.map((name) => make('option', { value: name, textContent: SCHEDULERS[name] ?? name })));
    $('model').append(...models.map((name) => make('option', { value: name, textContent: name })));
    $('model').parentElement.hidden = models.length < 2;
    $('settings').addEventListener('input', () => this.#draw());
    $('reset').addEventListener('click', () => this.set({}));
    $('chips').addEventListener('click', (event) => this.#openAt(event));
    this.set({});
  }

  get defaults() {
    return this.#usual;
  }

  /** The fields of a request that differ from the defaults; null, with the field shown, where one cannot be used. */
  read() {
    this.#check();
    const wrong = document.querySelector('#settings :invalid');
    if (wrong) {
      $('settings').open = true;
      wrong.reportValidity();
      return null;
    }
    const values = this.#values();
    return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== this.#usual[name]));
  }

  set(request) {
    const value = (name) => request[name] ?? this.#usual[name];
    for (const name of [...NUMBERS, 'scheduler', 'model', 'memory']) $(name).value = value(name);
    $('negative').value = value('negativePrompt');
    $('guidance').value = value('guidanceScale');
    $('seed').value = request.seed ?? '';
    this.#draw();
  }

  lockSeed(seed) {
    $('seed').value = seed;
    this.#draw();
  }

  #values() {
    const seed = $('seed').value.trim();
    return {
      ...Object.fromEntries(NUMBERS.map((name) => [name, $(name).valueAsNumber])),
      guidanceScale: $('guidance').valueAsNumber,
      negativePrompt: $('negative').value.trim(),
      scheduler: $('scheduler').value,
      model: $('model').value,
      memory: $('memory').value,
      seed: seed === '' ? undefined : Number(seed),
    };
  }

  #check() {
    for (const name of [...NUMBERS, 'guidance']) $(name).required = true;
    const { width, height, seed } = this.#values();
    const over = width * height > this.#pixels;
    $('width').setCustomValidity(over ? `Width times height must be at most ${this.#pixels.toLocaleString('en')}.` : '');
    $('seed').setCustomValidity(seed > Number.MAX_SAFE_INTEGER ? `At most ${Number.MAX_SAFE_INTEGER}.` : '');
  }

  #draw() {
    this.#check();
    const now = this.#values();
    const chip = (field, text, ...names) => {
      const element = make('span', { className: 'chip', textContent: text, data: { field } });
      if (names.some((name) => now[name] !== this.#usual[name])) element.dataset.changed = '';
      return element;
    };
    const chips = [
      chip('width', `${$('width').value} × ${$('height').value}`, 'width', 'height'),
      chip('steps', `${$('steps').value} steps`, 'steps'),
      chip('guidance', `guidance ${$('guidance').value}`, 'guidanceScale'),
      chip('scheduler', SCHEDULERS[now.scheduler] ?? now.scheduler, 'scheduler'),
      chip('seed', now.seed === undefined ? 'any seed' : `seed ${now.seed}`, 'seed'),
    ];
    if (now.count !== 1) chips.push(chip('count', `${$('count').value} pictures`, 'count'));
    if (now.negativePrompt) chips.push(chip('negative', `without ${now.negativePrompt}`, 'negativePrompt'));
    if (now.memory) chips.push(chip('memory', MEMORY[now.memory], 'memory'));
    if (now.model !== this.#usual.model) chips.push(chip('model', now.model, 'model'));
    $('chips').replaceChildren(...chips);
  }

  #openAt(event) {
    const field = event.target.closest('[data-field]')?.dataset.field;
    if (!field || $('settings').open) return;
    event.preventDefault();
    $('settings').open = true;
    $(field).focus();
  }
}
