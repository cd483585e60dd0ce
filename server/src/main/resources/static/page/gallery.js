import * as api from './api.js';
import { pictureAddress } from './address.js';
import { $, make, thumbnail } from './dom.js';
import { marked, named, similarity } from './words.js';

const FIRST = 8;
const MORE = 24;

/** The pictures under the answer: the nearest ones, or the newest or most used while nothing has been asked. */
export class Gallery {
	/** Ids that are being deleted. */
	hidden = new Set();
	#abort = new AbortController();
	#list = $('gallery');
	#used = false;

	constructor() {
		this.#list.onkeydown = (event) => this.#move(event);
		this.#list.addEventListener('focusin', (event) => this.#rove(event.target));
		$('order').onclick = () => {
			this.#used = !this.#used;
			this.all();
		};
	}

	/** All there are, in the order that was last chosen. */
	all() {
		const [title, other] = this.#used ? ['Most used', 'Newest'] : ['Newest in memory', 'Most used'];
		$('order').textContent = other;
		return this.#fill(title, this.#used ? growing(mostUsed, 100) : newest);
	}

	/** The nearest to the words, without the pictures that stand as the answer already; where that is a new one, the first can be taken instead. */
	async near(prompt, without, missed) {
		await this.#fill('Nearest in memory', growing((k, signal) => api.nearest(prompt, k, signal)), without, prompt);
		const first = missed && this.#list.querySelector('a');
		if (!first) return;
		const { picture } = first.dataset;
		first.after(make('a', { id: 'take', href: first.href, 'data-picture': picture, onclick: () => api.judge(picture, prompt, true) }, 'Take this one'));
	}

	/** Those made for these words, then the nearest to them. */
	find(words) {
		return this.#fill('In memory', growing(async (k, signal) => {
			const [first, near] = await Promise.all([api.withWords(words, k, signal), api.nearest(words, k, signal)]);
			const known = new Map([...near, ...first].map((each) => [each.id, each]));
			return [...new Set([...first, ...near].map(({ id }) => id))].slice(0, k).map((id) => ({ ...known.get(id), ...near.find((each) => each.id === id) }));
		}));
	}

	nearPicture(file, words) {
		return this.#fill(`Nearest to your picture${words && ' and words'}`, growing((k, signal) => api.nearestToPicture(file, words, k, signal)));
	}

	async #fill(title, pages, without = [], asked) {
		this.#abort.abort();
		const { signal } = (this.#abort = new AbortController());
		const found = pages(signal);
		const more = async (first) => {
			try {
				const { value, done } = await found.next();
				if (signal.aborted) return;
				const tiles = (value ?? []).filter(({ id }) => !without.includes(id) && !this.hidden.has(id)).map((each) => tile(each, asked));
				if (first) this.#list.replaceChildren();
				this.#list.append(...tiles);
				this.#rove(first ? tiles[0]?.firstChild : document.activeElement.closest('#gallery a') ?? this.#list.querySelector('a'));
				$('near-more').hidden = done || !value.more;
				if (!first) tiles[0]?.firstChild.focus();
			} catch (trouble) {
				if (trouble instanceof api.Problem) throw trouble;
			}
		};
		$('near-more').onclick = () => more(false);
		await more(true);
		if (signal.aborted) return;
		$('order').hidden = !/^(New|Most)/.test(title);
		$('near-title').textContent = title;
		$('near-none').hidden = this.#list.children.length > 0;
		$('near').hidden = false;
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

async function* newest(signal) {
	for (let before = ''; ; ) {
		const { generations, next } = await api.newest(before ? MORE : FIRST, before, signal);
		yield Object.assign(generations, { more: !!next });
		if (!next) return;
		before = next;
	}
}

/** Pages of what can only be asked for from its beginning. */
function growing(find, most = 1000) {
	return async function* (signal) {
		for (let k = FIRST + 1, seen = 0; ; k = Math.min(k + MORE, most)) {
			const found = await find(k, signal);
			const more = found.length >= k && k < most;
			const until = more ? k - 1 : found.length;
			yield Object.assign(found.slice(seen, until), { more });
			if (!more) return;
			seen = until;
		}
	};
}

const mostUsed = async (k, signal) =>
	(await api.suggestions('', k, signal)).map(({ text, picture: path }) => ({ id: path?.match(/(\w+)\.png/)[1], path, prompt: text })).filter(({ id }) => id);

function tile({ id, path, prompt, similarity: near }, asked) {
	const figure = typeof near === 'number' ? [make('small', { title: 'similarity' }, similarity(near))] : [];
	return make('li', {}, make('a', { href: pictureAddress(id), title: prompt, 'data-picture': id }, thumbnail(path), make('span', {}, ...(asked ? marked(prompt, asked) : [named(prompt)])), ...figure));
}
