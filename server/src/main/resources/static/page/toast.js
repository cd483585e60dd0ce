import { $ } from './dom.js';

let timer = 0;
let passing = () => {};

/**
 * A short line at the foot of the page. With `act`, a button that runs `then`; `passed` runs when the line goes
 * without the button having been pressed, be it by time or because the next line takes its place.
 */
export function toast(words, { act = '', then = () => {}, passed = () => {}, seconds = 4 } = {}) {
  finish();
  $('toast-words').textContent = words;
  $('toast-act').textContent = act;
  $('toast-act').hidden = !act;
  $('toast').hidden = false;
  passing = passed;
  $('toast-act').onclick = () => {
    passing = () => {};
    finish();
    then();
  };
  timer = setTimeout(finish, seconds * 1000);
}

/** Ends the line that is shown, if any, as if its time were over. */
export function finish() {
  clearTimeout(timer);
  $('toast').hidden = true;
  const passed = passing;
  passing = () => {};
  passed();
}
