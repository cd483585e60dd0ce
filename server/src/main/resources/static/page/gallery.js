import * as api from './api.js';
import { pictureAddress } from './address.js';
import { $, make } from './dom.js';
import { similarity } from './words.js';

const SHOWN = 8;

/** The pictures under the answer: the nearest ones, or the newest while nothing has been asked. */
export class Gallery {
	/** Ids that are being deleted. */
	hidden = new Set();
	#abort = new AbortController();
	#list = $('gallery');

	constructor() {
		this.#list.onkeydown = (event) => this.#move(event);
		this.#list.addEventListener('focusin', (event) => this.#rove(event.target));
	}

	newest() {
		return this.#fill('Newest in memory', (k, signal) => api.newest(k, signal));
	}

	/** The nearest to the words, without the pictures that stand as the answer already. */
	near(prompt, without) {
		return this.#fill('Nearest in memory', (k, signal) => api.nearest(prompt, k, signal), without);
	}

	nearPicture(file, words) {
		return this.#fill(`Nearest to your picture${words && ' and words'}`, (k, signal) => api.nearestToPicture(file, words, k, signal));
	}

	async #fill(title, find, without = []) {
		this.#abort.abort();
		const { signal } = (this.#abort = new AbortController());
		try {
			const found = await find(SHOWN + without.length + this.hidden.size, signal);
			const pictures = found.filter(({ id }) => !without.includes(id) && !this.hidden.has(id)).slice(0, SHOWN);
			this.#list.replaceChildren(...pictures.map(tile));
			this.#rove(this.#list.querySelector('a'));
			$('near-title').textContent = title;
			$('near-none').hidden = pictures.length > 0;
			$('near').hidden = false;
		} catch (trouble) {
			if (trouble instanceof api.Problem) throw trouble;
		}
	}

	// One stop for Tab; the arrows move inside.
	#rove(link) {
		for (const other of this.#list.querySelectorAll('a')) other.tabIndex = other === link ? 0 : -1;
	}

	#move(event) {
		const links = [...this.#list.querySelectorAll('a')];
		const columns = getComputedStyle(this.#list).gridTemplateColumns.split(' ').length;
		const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
		const next = links[links.indexOf(document.activeElement) + by];
		if (!next) return;
		event.preventDefault();
		next.focus();
	}
}

function tile({ id, path, prompt, similarity: near }) {
	const figure = typeof near === 'number' ? [make('small', { title: 'similarity' }, similarity(near))] : [];
	const picture = make('img', { src: `${path}?size=256`, alt: '' });
	return make('li', {}, make('a', { href: pictureAddress(id), title: prompt, 'data-picture': id }, picture, make('span', {}, prompt), ...figure));
}
