import { $ } from './dom.js';

let timer;
let passing;

/** A line at the foot of the page. Its button, named `act`, runs `then`; without it `passed` runs when the line goes. */
export function toast(words, { act = '', then, passed, seconds = 4 } = {}) {
	finish();
	$('toast-words').textContent = words;
	$('toast-act').textContent = act;
	$('toast-act').hidden = !act;
	$('toast').hidden = false;
	passing = passed;
	$('toast-act').onclick = () => {
		passing = null;
		finish();
		then();
	};
	timer = setTimeout(finish, seconds * 1000);
}

/** Ends the line that is shown, if any, as if its time were over. */
export function finish() {
	clearTimeout(timer);
	$('toast').hidden = true;
	passing?.();
	passing = null;
}
