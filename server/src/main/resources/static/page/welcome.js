import * as api from './api.js';
import { $, make, sleep } from './dom.js';

const FIRST_PICTURES = 24;

/** What an empty memory says for itself, and the first pictures being made. */
export class Welcome {
	#watching = false;

	/** `ask` is given a prompt to try; `more` is told when another first picture is there. */
	constructor(starters, ask, more) {
		this.more = more;
		for (const prompt of starters) {
			$('starters').append(make('li', {}, make('button', { onclick: () => ask(prompt) }, prompt)));
		}
		$('warm-start').onclick = () => api.startWarm(FIRST_PICTURES).then(() => this.watch());
	}

	/** Follows pictures that are being made to start with, whoever asked for them. */
	async watch() {
		if (this.#watching) return;
		this.#watching = true;
		for (let before; ; await sleep(700)) {
			const now = await api.warm().catch(() => null);
			if (!now) continue;
			const { done, total, running } = now;
			$('warming').hidden = !running;
			$('warm-start').hidden = running;
			$('warming-words').textContent = `Making pictures to start with: ${done} of ${total}`;
			Object.assign($('warming-bar'), { max: total || 1, value: done });
			if (done > before) this.more();
			before = done;
			if (!running) break;
		}
		this.#watching = false;
	}
}
