import { steps } from './answer.js';
import { $, make } from './dom.js';

const KEY = 'underway';

/** Every request of this tab. Those not looked at stand in a list until they have been seen. */
export class Underway {
	#asks = new Map();
	#shown = null;

	/** `open` is given the request a person wants to see. */
	constructor(open) {
		this.open = open;
	}

	/** What ran when the page was left: a reload follows it again. */
	static left() {
		return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
	}

	add(ask) {
		this.#asks.set(ask.id, ask);
		ask.addEventListener('change', () => this.#draw());
	}

	get(id) {
		return this.#asks.get(id);
	}

	look(ask) {
		this.#shown = ask;
		this.#draw();
	}

	#draw() {
		const asks = [...this.#asks.values()];
		const running = asks.filter((ask) => ask.running && ask.requestId);
		sessionStorage.setItem(KEY, JSON.stringify(running.map(({ id, requestId, request, box }) => ({ id, requestId, request, box }))));
		if (this.#shown && !this.#shown.running) this.#shown.seen = true;
		const waiting = asks.filter((ask) => ask !== this.#shown && !ask.seen);
		$('underway').hidden = !waiting.length;
		for (const ask of asks) if (!waiting.includes(ask)) ask.line?.remove();
		for (const ask of waiting) this.#line(ask);
	}

	#line(ask) {
		ask.line ??= this.#makeLine(ask);
		if (!ask.line.isConnected) $('underway').append(ask.line);
		const [open, end] = ask.line.children;
		const src = ask.answer?.path ?? ask.preview;
		if (src) open.firstChild.replaceWith(make('img', { src, alt: '' }));
		open.lastChild.textContent = { done: 'Ready', failed: 'Not made' }[ask.state] ?? steps(ask);
		end.textContent = ask.running ? 'Stop' : 'Dismiss';
	}

	#makeLine(ask) {
		const end = () => {
			ask.seen = true;
			ask.stop();
			this.#draw();
		};
		return make('li', {},
			make('button', { className: 'open', onclick: () => this.open(ask) }, make('i'), make('span', {}, ask.prompt), make('small')),
			make('button', { className: 'quiet', onclick: end }));
	}
}
