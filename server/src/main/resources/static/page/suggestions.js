import * as api from './api.js';
import { $, make, thumbnail } from './dom.js';
import { count } from './words.js';

/** The box's list of remembered prompts: a WAI-ARIA combobox, so the focus stays in the text. */
export class Suggestions {
	#box = $('prompt');
	#list = $('suggestions');
	#marked = -1;
	#abort = new AbortController();
	#taken;

	/** `taken` is told when a prompt has been put into the box. */
	constructor(taken) {
		this.#taken = taken;
		this.#box.addEventListener('input', () => this.#refresh());
		this.#box.onblur = () => this.close();
		// A press would take the focus out of the text, and the blur would close the list before the click.
		this.#list.onpointerdown = (event) => event.preventDefault();
		this.#list.onclick = (event) => this.#take(event.target.closest('li'));
	}

	close() {
		this.#abort.abort();
		this.#list.hidden = true;
		this.#mark(-1);
		this.#box.ariaExpanded = 'false';
	}

	/** True when the key was for the list. */
	key({ key, shiftKey }) {
		const by = { ArrowDown: 1, ArrowUp: -1 }[key];
		if (this.#list.hidden) {
			if (by !== 1 || this.#box.value.includes('\n')) return false;
			this.#refresh();
			return true;
		}
		if (by) this.#move(by);
		else if (key === 'Escape') this.close();
		else if (key === 'Enter' && !shiftKey && this.#marked >= 0) this.#take(this.#list.children[this.#marked]);
		else return false;
		return true;
	}

	async #refresh() {
		this.#abort.abort();
		const { signal } = (this.#abort = new AbortController());
		const text = this.#box.value.trim();
		// A list that cannot be had is no list: the box works without it.
		const found = text ? await api.suggestions(text, 8, signal).catch(() => []) : [];
		if (signal.aborted) return;
		const others = found.filter((suggestion) => suggestion.text.trim() && suggestion.text !== text);
		if (!others.length || document.activeElement !== this.#box) return this.close();
		this.#list.replaceChildren(...others.map((suggestion, index) => option(text, suggestion, index)));
		this.#list.hidden = false;
		this.#box.ariaExpanded = 'true';
		this.#mark(-1);
	}

	// One place beyond the ends is the text itself, as the combobox pattern has it.
	#move(by) {
		const places = this.#list.children.length + 1;
		this.#mark(((this.#marked + 1 + by + places) % places) - 1);
	}

	#mark(index) {
		this.#marked = index;
		[...this.#list.children].forEach((item, at) => (item.ariaSelected = String(at === index)));
		this.#box.setAttribute('aria-activedescendant', this.#list.children[index]?.id ?? '');
	}

	#take(item) {
		if (!item) return;
		this.#box.value = item.dataset.text;
		this.close();
		this.#taken();
	}
}

function option(typed, { text, uses, picture }, index) {
	const times = uses ? `${count(uses)} ${uses === 1 ? 'time' : 'times'}` : '';
	return make('li', { id: `suggestion-${index}`, role: 'option', 'data-text': text },
		picture ? thumbnail(picture) : make('i'),
		make('span', {}, ...withBold(text, typed)),
		make('small', {}, times));
}

/** The typed text in bold, or else its words, wherever a word begins with them. */
function withBold(text, typed) {
	const parts = [typed, ...typed.split(/\s+/).filter((word) => word.length > 1)].map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${parts.join('|')})`, 'iu');
	return text.split(pattern).map((part, index) => (index % 2 ? make('mark', {}, part) : part));
}
