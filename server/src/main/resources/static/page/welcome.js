import * as api from './api.js';
import { $, make, sleep } from './dom.js';

const FIRST_PICTURES = 24;

/** What an empty memory says for itself, and the first pictures being made. */
export class Welcome {
  #watching = false;
  #more;

  /** `tryPrompt` is given a prompt to ask for; `more` is told whenever another first picture is there. */
  constructor(starters, { tryPrompt, more }) {
    this.#more = more;
    $('starters').replaceChildren(...starters.map((prompt) => {
      const press = make('button', { type: 'button', textContent: prompt, data: { starter: '' } });
      press.addEventListener('click', () => tryPrompt(prompt));
      return make('li', {}, press);
    }));
    $('warm-start').addEventListener('click', () => this.#start());
  }

  show(shown) {
    $('welcome').hidden = !shown;
  }

  async #start() {
    $('warm-start').disabled = true;
    try {
      const { total } = await api.startWarm(FIRST_PICTURES);
      this.#draw({ running: true, done: 0, total });
      await this.watch();
    } finally {
      $('warm-start').disabled = false;
    }
  }

  /** Follows pictures that are being made to start with, whoever asked for them. */
  async watch() {
    if (this.#watching) return;
    this.#watching = true;
    for (let before = 0; ; ) {
      const now = await api.warm().catch(() => null);
      if (now) this.#draw(now);
      if (now?.done > before) await this.#more();
      before = now?.done ?? before;
      if (now && !now.running) break;
      await sleep(700);
    }
    this.#watching = false;
  }

  #draw({ running, done, total }) {
    $('warming').hidden = !running;
    $('warm').hidden = running;
    $('warming-words').textContent = `Making pictures to start with: ${done} of ${total}`;
    Object.assign($('warming-bar'), { max: total, value: done });
  }
}
