import * as api from './api.js';
import { pictureAddress } from './address.js';
import { $, make } from './dom.js';
import { similarity } from './words.js';

const SHOWN = 8;

/** The pictures under the answer: the nearest ones, or the newest while nothing has been asked. */
export class Gallery {
  #abort = new AbortController();
  #hidden = new Set();
  #list = $('gallery');

  constructor() {
    this.#list.addEventListener('keydown', (event) => this.#move(event));
    this.#list.addEventListener('focusin', (event) => this.#rove(event.target.closest('a')));
  }

  newest() {
    return this.#fill('Newest in memory', '', () => api.newest(SHOWN));
  }

  /** The nearest to the words, without the pictures that already stand as the answer. */
  near(prompt, answerIds = []) {
    const without = new Set(answerIds);
    const find = async (signal) => (await api.nearest(prompt, SHOWN + answerIds.length, signal)).filter(({ id }) => !without.has(id));
    return this.#fill('Nearest in memory', 'Nothing near is remembered yet.', find);
  }

  nearPicture(file, words) {
    const title = words ? 'Nearest to your picture and words' : 'Nearest to your picture';
    return this.#fill(title, 'Nothing near is remembered yet.', (signal) => api.nearestToPicture(file, words, SHOWN, signal));
  }

  clear() {
    this.#abort.abort();
    $('near').hidden = true;
  }

  hide(id, hidden) {
    if (hidden) this.#hidden.add(id);
    else this.#hidden.delete(id);
    for (const item of this.#list.children) if (item.dataset.id === id) item.hidden = hidden;
  }

  async #fill(title, none, find) {
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    const found = await find(signal).catch((trouble) => {
      if (signal.aborted || trouble instanceof api.Away) return null;
      throw trouble;
    });
    if (!found || signal.aborted) return;
    const pictures = found.filter(({ id }) => !this.#hidden.has(id)).slice(0, SHOWN);
    this.#list.replaceChildren(...pictures.map(tile));
    this.#rove(this.#list.querySelector('a'));
    $('near-title').textContent = title;
    $('near-none').textContent = none;
    $('near-none').hidden = pictures.length > 0;
    $('near').hidden = !pictures.length && !none;
  }

  // One stop for Tab; the arrows move inside.
  #rove(link) {
    for (const other of this.#list.querySelectorAll('a')) other.tabIndex = other === link ? 0 : -1;
  }

  #move(event) {
    const links = [...this.#list.querySelectorAll('li:not([hidden]) a')];
    const columns = getComputedStyle(this.#list).gridTemplateColumns.split(' ').length;
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    const next = links[links.indexOf(document.activeElement) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

function tile({ id, path, prompt, similarity: near }) {
  const link = make('a', { href: pictureAddress(id), title: prompt, data: { picture: id } });
  link.append(make('img', { src: path, alt: '', loading: 'lazy' }), make('span', { textContent: prompt }));
  if (near !== undefined && near !== null) link.append(make('small', { textContent: similarity(near), aria: { label: `similarity ${similarity(near)}` } }));
  return make('li', { data: { id } }, link);
}
