import * as api from './api.js';
import { sleep } from './dom.js';

const MAX_BROKEN_STREAMS = 4;

/**
 * One request and what has become of it. `state` is running, done, failed or stopped; while running, `phase` is
 * sending, queued, making, busy (the queue is full) or away. Fires `change` whenever a field has changed.
 */
export class Ask extends EventTarget {
  state = 'running';
  phase = 'sending';
  answers = [];
  shown = 0;
  requestId = '';
  begun = performance.now();
  #abort = new AbortController();
  #broken = 0;

  constructor(request, known = {}) {
    super();
    // randomUUID is missing on plain-http addresses other than localhost.
    this.id = Date.now().toString(36) + Math.random().toString(36).slice(2);
    Object.assign(this, known, { request });
  }

  get running() {
    return this.state === 'running';
  }

  get answer() {
    return this.answers[this.shown];
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

  /** Makes another of several pictures the one that is looked at. */
  show(index) {
    this.#change({ shown: index });
  }

  stop() {
    if (!this.running) return;
    if (this.requestId) api.cancel(this.requestId).catch(() => {});
    this.#change({ state: 'stopped' });
    this.#abort.abort();
  }

  async #listen() {
    const { signal } = this.#abort;
    const response = await (this.requestId ? api.follow(this.requestId, signal) : api.ask(this.request, signal));
    this.#change({ requestId: response.headers.get('Dreamcacher-Request') ?? this.requestId });
    for await (const { name, data } of api.events(response)) this.#hear(name, data);
    if (!this.running) return;
    if (++this.#broken > MAX_BROKEN_STREAMS) throw new api.Problem({ detail: 'The service broke off before the picture was made. Try again.' });
    api.back();
    throw new api.Away();
  }

  #hear(name, data) {
    switch (name) {
      case 'queued':
        return this.#change({ phase: 'queued', ...data });
      case 'nearest':
        return this.#change({ nearest: data });
      case 'progress':
        return this.#change({ phase: 'making', ...data });
      case 'preview':
        return this.#change({ phase: 'making', preview: data.picture, previewStep: data.step });
      case 'answer':
        return this.#change({ state: 'done', answers: data.answers });
      case 'error':
        if (data.type?.endsWith(':cancelled')) return this.#change({ state: 'stopped' });
        throw new api.Problem(data);
    }
  }

  async #endure(trouble) {
    if (trouble instanceof api.Problem && trouble.status === 404 && this.requestId) {
      this.requestId = '';
      return;
    }
    if (trouble instanceof api.Problem && trouble.status === 429) {
      for (let left = Math.max(1, trouble.retryAfterSeconds); left > 0 && this.running; left--) {
        this.#change({ phase: 'busy', retrySeconds: left });
        await sleep(1000);
      }
      return;
    }
    if (trouble instanceof api.Problem) {
      this.#change({ state: 'failed', trouble });
      return;
    }
    // A stream that breaks in the middle throws a bare TypeError; the service may still be making the picture.
    this.#change({ phase: 'away' });
    await api.back();
  }

  #change(fields) {
    Object.assign(this, fields);
    this.dispatchEvent(new Event('change'));
  }
}
