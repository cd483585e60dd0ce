import * as api from './page/api.js';
import { addressOf, pictureAddress, requestIn } from './page/address.js';
import { AnswerView } from './page/answer.js';
import { Ask } from './page/ask.js';
import { $, make } from './page/dom.js';
import { Gallery } from './page/gallery.js';
import { HeldPicture } from './page/held.js';
import { Settings } from './page/settings.js';
import { Suggestions } from './page/suggestions.js';
import { finish, toast } from './page/toast.js';
import { Underway } from './page/underway.js';
import { Welcome } from './page/welcome.js';
import * as words from './page/words.js';

// An answer from memory takes milliseconds: drawing that a picture is being made would only flicker.
const PATIENCE_MILLISECONDS = 150;
const UNDO_SECONDS = 6;

api.onAway((away) => ($('away').hidden = !away));
const service = await reachable(api.settings);
const box = $('prompt');
const touch = matchMedia('(pointer: coarse)');
const settings = new Settings(service);
const gallery = new Gallery();
const view = new AnswerView(settings, service.promptWindow);
const underway = new Underway(open);
const suggestions = new Suggestions(fit);
const held = new HeldPicture(service.limits.uploadBytes, use, () => ($('go').textContent = held.file ? 'Find' : 'Dream'));
const welcome = new Welcome(service.starters, (prompt) => begin({ prompt }), () => (shown ? drawStats() : home()));
const searched = new Map();
let shown = null;

async function reachable(call) {
	for (;;) {
		try {
			return await call();
		} catch (trouble) {
			if (!(trouble instanceof api.Away)) throw trouble;
			await api.back();
		}
	}
}

function fit() {
	if (CSS.supports('field-sizing', 'content')) return;
	box.style.height = 'auto';
	box.style.height = `${box.scrollHeight}px`;
}

function fill(request) {
	box.value = request.prompt;
	settings.set(request);
	fit();
}

function use(request) {
	fill(request);
	box.focus();
}

function send() {
	const prompt = box.value.trim();
	suggestions.close();
	if (held.file) return find();
	if (!prompt) return box.focus();
	const chosen = settings.read();
	if (chosen) begin({ prompt, ...chosen });
}

/** Looks for what the box holds without drawing; Back finds it again. A picture is kept by this tab only. */
function find() {
	const words = box.value.trim();
	suggestions.close();
	if (!words && !held.file) return box.focus();
	const key = held.file && Date.now();
	if (held.file) searched.set(key, held.file);
	history.pushState({ file: key }, '', `/?find=${encodeURIComponent(words)}`);
	arrive();
}

function found(words) {
	const file = searched.get(history.state?.file);
	if (!words && !file) return home();
	box.value = words;
	fit();
	if (file) held.hold(file);
	else if (held.file) held.drop();
	look(null);
	return file ? gallery.nearPicture(file, words) : gallery.find(words);
}

/** Asks; `typed` is what the box and the address show of it. */
function begin(request, typed = request) {
	if (touch.matches) box.blur();
	const ask = new Ask(request, { box: typed });
	launch(ask);
	open(ask);
}

function launch(ask) {
	underway.add(ask);
	ask.addEventListener('change', () => {
		if (ask === shown) draw();
		if (ask.state !== 'done' || ask.counted) return;
		ask.counted = true;
		drawStats();
		if (ask === shown) settle(ask);
	});
	ask.run();
}

/** Keeps a finished answer with its place in the history, so that Back and a reload show it without asking again. */
function settle(ask) {
	const { answers, answer, request } = ask;
	gallery.near(request.prompt, answers.map(({ id }) => id), answer.outcome === 'GENERATED');
	// A picture made anew on purpose is found again by its seed only.
	if (request !== ask.box && answer.outcome === 'GENERATED') ask.box = { ...ask.box, seed: answer.seed ?? undefined };
	// A picture that is kept nowhere is inside its answer, and too much for a history.
	const kept = answers.every(({ id }) => id);
	history.replaceState({ ask: ask.id, box: ask.box, answers: kept ? answers : undefined }, '', addressOf(ask.box, settings.defaults));
}

/** Makes a request the one that is looked at; null for none. */
function look(ask) {
	shown = ask;
	underway.look(ask);
	$('welcome').hidden = true;
	draw();
	if (!ask) return;
	if (ask.state === 'done') return ask.opened || settle(ask);
	setTimeout(() => {
		ask.late = true;
		if (ask !== shown) return;
		draw();
		if (ask.state !== 'done') gallery.near(ask.prompt, [], true);
	}, PATIENCE_MILLISECONDS);
}

function draw() {
	if (shown?.running && !shown.late) return;
	view.draw(shown);
	const far = shown?.running && shown.step ? `${shown.step}/${shown.steps} · ` : '';
	document.title = `${far}${shown ? `${shown.prompt} · ` : ''}Dream Cacher`;
}

function open(ask) {
	history.pushState({ ask: ask.id, box: ask.box }, '', addressOf(ask.box, settings.defaults));
	fill(ask.box);
	look(ask);
}

/** A remembered picture, looked at without asking for anything. */
async function openPicture(id) {
	const made = await reachable(() => api.generation(id)).catch((trouble) => toast(trouble.message));
	if (!made) return home();
	const request = Object.fromEntries(['prompt', ...Object.keys(settings.defaults)].map((field) => [field, made[field]]));
	look(new Ask(request, { state: 'done', opened: true, answers: [{ ...made, outcome: 'EXACT' }] }));
	gallery.near(made.prompt, [id]);
	scrollTo(0, 0);
}

async function arrive() {
	const asked = new URLSearchParams(location.search);
	if (asked.has('picture')) return openPicture(asked.get('picture'));
	if (asked.has('find')) return found(asked.get('find'));
	if (!asked.has('q')) return home();
	const { ask: id, box: typed = requestIn(asked), answers } = history.state ?? {};
	fill(typed);
	const known = underway.get(id);
	const ask = known ?? new Ask(typed, answers && { state: 'done', counted: true, answers });
	if (!known && ask.running) launch(ask);
	look(ask);
}

async function home() {
	look(null);
	const left = (await drawStats()) - gallery.hidden.size;
	if (shown) return;
	$('welcome').hidden = left > 0;
	$('near').hidden = !left;
	if (left) gallery.all();
	welcome.watch();
}

async function drawStats() {
	const { generations, hitShare, millisecondsSaved } = await reachable(api.stats);
	const figure = (value, what) => make('span', {}, make('b', {}, value), ` ${what}`);
	$('stats').replaceChildren(
		figure(words.count(generations), generations === 1 ? 'picture' : 'pictures'), ' · ',
		figure(`${Math.round(hitShare * 100)} %`, 'from memory'), ' · ',
		figure(words.duration(millisecondsSaved), 'saved'));
	$('stats').hidden = !generations;
	return generations;
}

/** What one can do with an answer, by the ids of the buttons. */
const acts = {
	again: () => begin(shown.request, shown.box),
	new() {
		const { seed, ...rest } = shown.box;
		// A locked seed is kept unless its picture is the one on the screen.
		const typed = seed === undefined || seed === shown.answer.seed ? rest : shown.box;
		begin({ memory: 'REMEMBER_ONLY', ...typed }, typed);
	},
	another() {
		const { seed, ...rest } = shown.box;
		begin({ ...rest, variation: true }, rest);
	},
	right: () => judge(true),
	wrong: () => judge(false),
	stop: () => shown.stop(),
	'use-prompt': () => use({ ...shown.box, prompt: shown.answer.sourcePrompt ?? shown.prompt }),
	'copy-link': copyLink,
	'lock-seed'() {
		settings.set({ ...settings.read(), seed: shown.answer.seed });
		toast(`Seed ${shown.answer.seed} is locked.`);
	},
	delete: () => remove(shown, shown.answer.id),
};

async function judge(right) {
	const ask = shown;
	const { id, prompt } = ask.answer;
	await api.judge(id, prompt, right);
	ask.answer.judged = right;
	ask.change({});
	if (right) toast('Noted.');
	else toast('This picture will not stand for these words again.', { act: 'Make a new one', then: acts.new, seconds: UNDO_SECONDS });
}

async function copyLink() {
	const { answer, box: typed } = shown;
	// Only of a new picture do these words and its seed say which one it is, even to another memory.
	const address = answer.outcome === 'GENERATED' ? addressOf({ ...typed, seed: answer.seed }, settings.defaults) : pictureAddress(answer.id);
	const link = new URL(address, location.href).href;
	try {
		await navigator.clipboard.writeText(link);
		toast('The link is copied.');
	} catch {
		toast(link);
	}
}

function remove(ask, id) {
	gallery.hidden.add(id);
	history.pushState({}, '', '/');
	home();
	toast('Deleted.', {
		act: 'Undo',
		seconds: UNDO_SECONDS,
		then() {
			gallery.hidden.delete(id);
			look(ask);
		},
		passed: () => api.remove(id).then(drawStats).finally(() => gallery.hidden.delete(id)),
	});
}

box.oninput = fit;
box.onkeydown = (event) => {
	const { key, shiftKey, isComposing } = event;
	if (isComposing) return;
	if (key === 'Escape' && $('suggestions').hidden) box.blur();
	const ours = suggestions.key(event);
	const asks = !ours && key === 'Enter' && !shiftKey;
	if (ours || asks) event.preventDefault();
	if (asks) event.altKey ? find() : send();
};
$('find').onclick = find;
$('picture').onclick = () => $('enlarge').click();
$('light').onclick = () => $('light').hidePopover();
$('ask').onsubmit = (event) => {
	event.preventDefault();
	send();
};
document.onclick = (event) => {
	const link = event.target.closest('a[data-picture], #home');
	if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
		event.preventDefault();
		history.pushState({}, '', link.href);
		arrive();
	}
	const press = event.target.closest('#acts button, #stop');
	if (press?.closest('#menu')) $('menu').hidePopover();
	acts[press?.id]?.();
};
document.onkeydown = (event) => {
	if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
	const { key } = event;
	const press = { n: $('new'), d: $('download'), e: $('enlarge'), '?': $('keys-open') }[key];
	if (key !== '/' && !press?.checkVisibility()) return;
	event.preventDefault();
	if (press) press.click();
	else box.focus();
};
addEventListener('popstate', arrive);
addEventListener('pagehide', finish);
addEventListener('unhandledrejection', ({ reason }) => reason instanceof api.Problem && toast(reason.message));

$('pick').hidden = !service.seesPictures;
$('version').textContent = service.version;
box.maxLength = service.limits.promptCharacters;
drawStats();
for (const { request, ...known } of Underway.left()) launch(new Ask(request, known));
await arrive();
if (!shown && !touch.matches) box.focus();
