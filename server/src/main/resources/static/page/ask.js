import * as api from './api.js';
import { sleep } from './dom.js';

const MAX_BREAKS = 4;

/**
 * One request and what became of it. `state` is running, done, failed or stopped; `phase`, while running, is sending,
 * queued, making, busy (the queue is full) or away. `box` is the request as typed. Fires `change` when a field has changed.
 */
export class Ask extends EventTarget {
	state = 'running';
	phase = 'sending';
	answers = [];
	index = 0;
	requestId = '';
	#abort = new AbortController();
	#breaks = 0;

	constructor(request, known = {}) {
		super();
		// crypto.randomUUID is missing on plain http.
		this.id = Date.now().toString(36) + Math.random().toString(36).slice(2);
		Object.assign(this, { box: request }, known, { request });
	}

	get running() {
		return this.state === 'running';
	}

	get answer() {
		return this.answers[this.index];
	}

	get prompt() {
		return this.request.prompt;
	}

	async run() {
		while (this.running) {
			try {
				await this.#listen();
			} catch (trouble) {
				if (this.running) await this.#endure(trouble);
			}
		}
	}

	stop() {
		if (!this.running) return;
		if (this.requestId) api.cancel(this.requestId).catch(() => {});
		this.change({ state: 'stopped' });
		this.#abort.abort();
	}

	change(fields) {
		Object.assign(this, fields);
		this.dispatchEvent(new Event('change'));
	}

	async #listen() {
		const { signal } = this.#abort;
		const response = await (this.requestId ? api.follow(this.requestId, signal) : api.ask(this.request, signal));
		this.change({ requestId: response.headers.get('Dreamcacher-Request') ?? this.requestId });
		for await (const { name, data } of api.events(response)) this.#hear(name, data);
		if (this.running) throw new api.Away();
	}

	#hear(name, data) {
		if (name === 'queued') this.change({ phase: 'queued', ...data });
		if (name === 'nearest') this.change({ nearest: data.reason });
		if (name === 'progress') this.change({ phase: 'making', ...data });
		if (name === 'preview') this.change({ preview: data.picture, previewStep: data.step });
		if (name === 'answer') this.change({ state: 'done', answers: data.answers });
		if (name === 'error') throw new api.Problem(data);
	}

	async #endure(trouble) {
		if (trouble.status === 429) {
			this.change({ phase: 'busy', retryAfter: trouble.retryAfter });
			await sleep(trouble.retryAfter * 1000);
		} else if (trouble.status === 404 && this.requestId) {
			this.requestId = '';
		} else if (trouble instanceof api.Problem || ++this.#breaks > MAX_BREAKS) {
			this.change({ state: trouble.type?.endsWith(':cancelled') ? 'stopped' : 'failed', trouble });
		} else {
			// Also a stream that broke in the middle: the service may still be making the picture, and is asked.
			this.change({ phase: 'away' });
			await api.back();
		}
	}
}
