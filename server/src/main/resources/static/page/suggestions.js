import * as api from './api.js';
import { $, make } from './dom.js';
import { count } from './words.js';

const MAX_KEPT = 200;

/** The box's list of remembered prompts: a WAI-ARIA combobox whose focus stays in the text. */
export class Suggestions {
  #box = $('prompt');
  #list = $('suggestions');
  #marked = -1;
  #abort = new AbortController();
  #kept = new Map();
  #taken;

  /** `taken` is told when a prompt has been put into the box. */
  constructor(taken) {
    this.#taken = taken;
    this.#box.addEventListener('input', () => this.refresh());
    this.#box.addEventListener('blur', () => this.close());
    // Without this a press would take the focus out of the text, and the blur would close the list before the click.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#list.addEventListener('click', (event) => this.#take(event.target.closest('li')));
  }

  get open() {
    return !this.#list.hidden;
  }

  close() {
    this.#abort.abort();
    this.#list.hidden = true;
    this.#mark(-1);
    this.#box.setAttribute('aria-expanded', 'false');
  }

  forget() {
    this.#kept.clear();
  }

  /** True when the key was for the list. */
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (!this.open) return this.#openByArrow(event);
        this.#mark(this.#step(event.key === 'ArrowDown' ? 1 : -1));
        return true;
      case 'Enter':
        return this.#take(this.#list.children[this.#marked]);
      case 'Escape':
        if (!this.open) return false;
        this.close();
        return true;
    }
    return false;
  }

  async refresh() {
    const text = this.#box.value.trim();
    this.#abort.abort();
    this.#abort = new AbortController();
    if (!text) return this.close();
    const { signal } = this.#abort;
    try {
      const found = this.#kept.get(text) ?? (await api.suggestions(text, signal));
      if (this.#kept.size < MAX_KEPT) this.#kept.set(text, found);
      if (!signal.aborted) this.#draw(text, found.filter((suggestion) => suggestion.text !== text));
    } catch {
      // A list that cannot be had is no list: the box works without it.
      if (!signal.aborted) this.close();
    }
  }

  #draw(text, found) {
    if (!found.length || document.activeElement !== this.#box) return this.close();
    this.#list.replaceChildren(...found.map((suggestion, index) => option(text, suggestion, index)));
    this.#list.hidden = false;
    this.#box.setAttribute('aria-expanded', 'true');
    this.#mark(-1);
  }

  #openByArrow(event) {
    if (event.key === 'ArrowUp' || this.#box.value.includes('\n')) return false;
    this.refresh();
    return true;
  }

  // One place beyond the ends is the text itself, as the combobox pattern has it.
  #step(by) {
    const places = this.#list.children.length + 1;
    return ((this.#marked + 1 + by + places) % places) - 1;
  }

  #mark(index) {
    this.#marked = index;
    [...this.#list.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === index)));
    const item = this.#list.children[index];
    if (item) this.#box.setAttribute('aria-activedescendant', item.id);
    else this.#box.removeAttribute('aria-activedescendant');
    item?.scrollIntoView({ block: 'nearest' });
  }

  #take(item) {
    if (!item || !this.open) return false;
    this.#box.value = item.dataset.text;
    this.close();
    this.#taken();
    return true;
  }
}

function option(typed, { text, uses, picture }, index) {
  const small = picture ? make('img', { src: picture, alt: '' }) : make('i');
  const times = make('small', { textContent: uses ? `${count(uses)} ${uses === 1 ? 'time' : 'times'}` : '' });
  const item = make('li', { id: `suggestion-${index}`, data: { text }, aria: { role: 'option', selected: 'false' } });
  item.append(small, make('span', {}, ...withBold(text, typed)), times);
  return item;
}

/** The typed text in bold where it stands as it was typed, else each typed word where a word begins with it. */
function withBold(text, typed) {
  const escaped = (part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const words = typed.split(/\s+/).sort((a, b) => b.length - a.length);
  const pattern = text.toLowerCase().includes(typed.toLowerCase())
    ? escaped(typed)
    : `(?<![\\p{L}\\p{N}])(?:${words.map(escaped).join('|')})`;
  const parts = text.split(new RegExp(`(${pattern})`, 'iu'));
  return parts.map((part, index) => (index % 2 ? make('mark', { textContent: part }) : part));
}
