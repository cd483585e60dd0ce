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
      const press = make('button', { type: 'button', textContent: prompt, 'data-starter': '' });
      press.addEventListener('click', () => ask(prompt));
      $('starters').append(make('li', {}, press));
    }
    $('warm-start').addEventListener('click', async () => {
      await api.startWarm(FIRST_PICTURES);
      this.watch();
    });
  }

  /** Follows pictures that are being made to start with, whoever asked for them. */
  async watch() {
    if (this.#watching) return;
    this.#watching = true;
    for (let before = 0, running = true; running; ) {
      const { done, total, running: now } = await api.warm().catch(() => ({ running: true, done: before }));
      running = now;
      $('warming').hidden = !running;
      $('warm-start').hidden = running;
      $('warming-words').textContent = `Making pictures to start with: ${done} of ${total ?? FIRST_PICTURES}`;
      Object.assign($('warming-bar'), { max: total || 1, value: done });
      if (done !== before) this.more();
      before = done;
      if (running) await sleep(700);
    }
    this.#watching = false;
  }
}
