import { steps } from './answer.js';
import { $, make } from './dom.js';

const ENDS = { done: 'Ready', failed: 'Not made' };
const KEY = 'underway';

/** Every request of this tab. Those that are not looked at stand in a list until they are ready and have been seen. */
export class Underway {
  #asks = new Map();
  #shown = null;
  #show;

  constructor(show) {
    this.#show = show;
  }

  add(ask) {
    this.#asks.set(ask.id, ask);
    ask.addEventListener('change', () => {
      this.#keep();
      this.#draw();
    });
    this.#keep();
  }

  get(id) {
    return this.#asks.get(id);
  }

  look(ask) {
    this.#shown = ask;
    if (ask) ask.seen = !ask.running;
    this.#draw();
  }

  /** What ran when the page was left: a reload follows it again. */
  static left() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
    } catch {
      return [];
    }
  }

  #keep() {
    const running = [...this.#asks.values()].filter((ask) => ask.running && ask.requestId);
    sessionStorage.setItem(KEY, JSON.stringify(running.map(({ id, requestId, request, box }) => ({ id, requestId, request, box }))));
  }

  #draw() {
    if (this.#shown && !this.#shown.running) this.#shown.seen = true;
    const waiting = [...this.#asks.values()].filter((ask) => ask !== this.#shown && !ask.seen && ask.state !== 'stopped');
    const list = $('underway');
    list.hidden = !waiting.length;
    for (const item of [...list.children]) if (!waiting.some(({ id }) => id === item.dataset.ask)) item.remove();
    for (const ask of waiting) this.#line(ask, [...list.children].find((item) => item.dataset.ask === ask.id) ?? list.appendChild(this.#item(ask)));
  }

  #item(ask) {
    const open = make('button', { type: 'button', className: 'open' }, make('i'), make('span', { textContent: ask.request.prompt }), make('small'));
    const end = make('button', { type: 'button', className: 'quiet' });
    open.addEventListener('click', () => this.#show(ask));
    end.addEventListener('click', () => {
      ask.stop();
      ask.seen = true;
      this.#draw();
    });
    return make('li', { data: { ask: ask.id } }, open, end);
  }

  #line(ask, item) {
    const [open, end] = item.children;
    const picture = ask.answer?.path ?? ask.preview;
    if (picture && open.firstChild.src !== picture) open.firstChild.replaceWith(make('img', { src: picture, alt: '' }));
    open.lastChild.textContent = ENDS[ask.state] ?? steps(ask);
    end.textContent = ask.running ? 'Stop' : 'Dismiss';
  }
}
