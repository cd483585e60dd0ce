import * as api from './page/api.js';
import { addressOf, pictureAddress, requestIn } from './page/address.js';
import { AnswerView } from './page/answer.js';
import { Ask } from './page/ask.js';
import { $, make } from './page/dom.js';
import { Gallery } from './page/gallery.js';
import { HeldPicture } from './page/held.js';
import { wireMenu } from './page/menu.js';
import { Settings } from './page/settings.js';
import { Suggestions } from './page/suggestions.js';
import { finish, toast } from './page/toast.js';
import { Underway } from './page/underway.js';
import { Welcome } from './page/welcome.js';
import * as words from './page/words.js';

// An answer from memory takes a few milliseconds: drawing "making" for them would only flicker.
const PATIENCE_MILLISECONDS = 150;
const UNDO_SECONDS = 6;

const box = $('prompt');
const service = await reachable(api.settings);
const settings = new Settings(service);
const gallery = new Gallery();
const view = new AnswerView(service.promptWindow);
const underway = new Underway((ask) => open(ask));
const suggestions = new Suggestions(() => fit());
const held = new HeldPicture(service.limits.uploadBytes, { use, changed: label });
const welcome = new Welcome(service.starters, { tryPrompt, more: () => Promise.all([drawStats(), shown || gallery.newest()]) });
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

/* The box */

function fit() {
  if (CSS.supports('field-sizing', 'content')) return;
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight}px`;
}

function fill(request) {
  box.value = request.prompt ?? '';
  settings.set(request);
  fit();
}

function use(request) {
  fill(request);
  box.focus();
}

function label() {
  $('go').textContent = held.file ? 'Find' : 'Dream';
}

function tryPrompt(prompt) {
  box.value = prompt;
  fit();
  send();
}

function send() {
  const prompt = box.value.trim();
  suggestions.close();
  if (held.file) return find(prompt);
  if (!prompt) return box.focus();
  const chosen = settings.read();
  if (chosen) begin({ prompt, ...chosen });
}

async function find(prompt) {
  look(null);
  document.title = 'Nearest to a picture · Dream Cacher';
  await gallery.nearPicture(held.file, prompt);
}

/* Requests */

function begin(request, typed = request) {
  if (matchMedia('(pointer: coarse)').matches) box.blur();
  const ask = new Ask(request, { box: typed });
  history.pushState({ ask: ask.id }, '', addressOf(typed, settings.defaults));
  launch(ask);
  look(ask);
  return ask;
}

function launch(ask) {
  underway.add(ask);
  ask.addEventListener('change', () => ask === shown && draw());
  ask.addEventListener('change', () => ask.state === 'done' && arrived(ask));
  ask.run();
}

function arrived(ask) {
  if (ask.arrived) return;
  ask.arrived = true;
  suggestions.forget();
  drawStats();
  if (ask === shown) remember(ask);
  if (ask === shown) gallery.near(ask.answer.prompt, ask.answers.map(({ id }) => id));
}

/** Keeps the answer with its place in the history, so that Back and a reload show it without asking again. */
function remember(ask) {
  const { prompt, ...rest } = ask.box;
  const made = ask.request !== ask.box && ask.answer.outcome === 'GENERATED';
  const address = addressOf({ prompt, ...rest, ...(made && { seed: ask.answer.seed }) }, settings.defaults);
  try {
    history.replaceState({ ask: ask.id, box: ask.box, answers: ask.answers }, '', address);
  } catch {
    // Pictures that are kept nowhere travel inside the answer and can be more than a browser's history takes.
    history.replaceState({ ask: ask.id }, '', address);
  }
}

/** Makes a request the one that is looked at; null for none. */
function look(ask) {
  shown = ask;
  underway.look(ask);
  welcome.show(false);
  if (!ask) {
    view.hide();
    return;
  }
  const { prompt } = ask.answer ?? ask.request;
  gallery.near(prompt, ask.answers.map(({ id }) => id));
  draw();
  if (ask.running) setTimeout(() => ask === shown && draw(), PATIENCE_MILLISECONDS + 1);
}

function draw() {
  if (shown.running && performance.now() - shown.begun < PATIENCE_MILLISECONDS) return;
  view.draw(shown, settings.defaults);
  const far = shown.running && shown.phase === 'making' ? `${shown.step}/${shown.steps} · ` : '';
  document.title = `${far}${(shown.answer ?? shown.request).prompt} · Dream Cacher`;
}

function open(ask) {
  const address = addressOf(ask.box, settings.defaults);
  history.pushState({ ask: ask.id, box: ask.box, answers: ask.answers.length ? ask.answers : undefined }, '', address);
  fill(ask.box);
  look(ask);
}

/** A remembered picture, looked at without asking for anything. */
async function openPicture(id) {
  try {
    const made = await api.generation(id);
    const { prompt, negativePrompt, width, height, steps, guidanceScale, scheduler, model } = made;
    const request = { prompt, negativePrompt, width, height, steps, guidanceScale, scheduler, model };
    look(new Ask(request, { box: request, state: 'done', remembered: true, made, answers: [{ ...made, outcome: 'EXACT' }] }));
    scrollTo({ top: 0 });
  } catch (trouble) {
    if (trouble instanceof api.Problem) toast(trouble.message);
  }
}

/* Places in the history */

async function arrive() {
  const state = history.state ?? {};
  const picture = new URLSearchParams(location.search).get('picture');
  if (picture) return openPicture(picture);
  if (!new URLSearchParams(location.search).has('q')) return home();
  const request = state.box ?? requestIn(location.search);
  fill(request);
  const known = underway.get(state.ask);
  if (known) return look(known);
  const ask = new Ask(request, { box: request, ...(state.answers && { state: 'done', answers: state.answers, arrived: true }) });
  if (ask.running) launch(ask);
  look(ask);
}

async function home() {
  look(null);
  document.title = 'Dream Cacher';
  const { generations } = await reachable(api.stats);
  if (shown) return;
  welcome.show(!generations);
  if (generations) gallery.newest();
  else gallery.clear();
  welcome.watch();
}

function go(address) {
  history.pushState({}, '', address);
  arrive();
}

async function drawStats() {
  const { generations, hitShare, millisecondsSaved } = await reachable(api.stats);
  const figure = (value, what) => make('span', {}, make('b', { textContent: value }), ` ${what}`);
  $('stats').replaceChildren(
    figure(words.count(generations), generations === 1 ? 'picture' : 'pictures'),
    figure(`${Math.round(hitShare * 100)} %`, 'from memory'),
    figure(words.duration(millisecondsSaved), 'saved'));
}

/* What one can do with an answer */

const anew = (request, { seed, prompt }) => {
  const { seed: locked, ...rest } = request;
  return { ...rest, prompt, ...(locked !== undefined && locked !== seed && { seed: locked }) };
};

const acts = {
  again: () => begin(shown.request, shown.box),
  new: () => begin({ ...anew(shown.box, shown.answer ?? shown.request), memory: shown.box.memory ?? 'REMEMBER_ONLY' }, anew(shown.box, shown.answer ?? shown.request)),
  another: () => {
    const { seed, ...rest } = shown.box;
    begin({ ...rest, variation: true }, rest);
  },
  right: () => judge(true),
  wrong: () => judge(false),
  stop: () => shown.stop(),
  'use-prompt': () => use({ ...shown.box, prompt: shown.answer.sourcePrompt ?? shown.answer.prompt }),
  'copy-link': copyLink,
  'lock-seed': () => {
    settings.lockSeed(shown.answer.seed);
    toast(`Seed ${shown.answer.seed} is locked.`);
  },
  delete: () => remove(shown),
};

async function judge(right) {
  const { answer } = shown;
  await api.judge(answer.id, answer.prompt, right);
  answer.judged = right;
  draw();
  if (right) toast('Noted: this answer is right.');
  else toast('This picture will not stand for these words again.', { act: 'Make a new one', then: acts.new, seconds: 6 });
}

async function copyLink() {
  const { answer, box: request } = shown;
  const same = ['EXACT', 'GENERATED'].includes(answer.outcome) && !shown.remembered;
  const address = same || !answer.id ? addressOf({ ...request, seed: answer.seed }, settings.defaults) : pictureAddress(answer.id);
  try {
    await navigator.clipboard.writeText(new URL(address, location.href).href);
    toast('The link is copied.');
  } catch {
    history.replaceState(history.state, '', address);
    toast('Copying is not allowed here; the link is in the address bar.');
  }
}

function remove(ask) {
  const { id } = ask.answer;
  gallery.hide(id, true);
  look(null);
  toast('Deleted.', {
    act: 'Undo',
    seconds: UNDO_SECONDS,
    then: () => {
      gallery.hide(id, false);
      look(ask);
    },
    passed: () => api.remove(id).then(drawStats, (trouble) => trouble instanceof api.Problem && toast(trouble.message)),
  });
}

/* Wiring */

box.addEventListener('input', fit);
box.addEventListener('keydown', (event) => {
  if (event.isComposing) return;
  if (suggestions.key(event)) event.preventDefault();
  else if (event.key === 'Escape') box.blur();
  else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    send();
  }
});
$('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  send();
});
document.addEventListener('click', (event) => {
  const { target } = event;
  const link = target.closest('a[data-picture], #home');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    go(link.getAttribute('href'));
  }
  acts[target.closest('#acts button, #stop')?.id]?.();
});
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, dialog')) return;
  const key = { '/': box, n: $('new'), d: $('download'), '?': $('keys-open') }[event.key];
  if (!key || !key.checkVisibility()) return;
  event.preventDefault();
  if (key === box) box.focus();
  else key.click();
});
$('keys-open').addEventListener('click', () => $('keys').showModal());
addEventListener('popstate', arrive);
addEventListener('pagehide', finish);
addEventListener('unhandledrejection', ({ reason }) => reason instanceof api.Problem && toast(reason.message));
api.onAway((seconds) => {
  $('away').hidden = !seconds;
  $('away').textContent = `The service does not answer. Trying again in ${seconds} s.`;
});

wireMenu();
$('pick').hidden = !service.seesPictures;
$('version').textContent = service.version;
box.maxLength = service.limits.promptCharacters;
drawStats();
for (const { id, requestId, request, box: typed } of Underway.left()) launch(new Ask(request, { id, requestId, box: typed }));
await arrive();
if (!shown && matchMedia('(pointer: fine)').matches) box.focus({ preventScroll: true });
