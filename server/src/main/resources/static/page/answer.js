import { pictureAddress } from './address.js';
import { $, make, say } from './dom.js';
import * as words from './words.js';

const LONG_PROMPT = 140;
const ACTS = {
  running: [],
  failed: ['again'],
  stopped: ['again'],
  gone: ['new'],
  done: ['new', 'another', 'download', 'right', 'wrong', 'more'],
  remembered: ['new', 'another', 'download', 'more'],
};

/** Draws the one request that is looked at: picture left, facts right. The elements stay, so nothing jumps. */
export class AnswerView {
  #drawn = null;
  #window;

  constructor(promptWindow) {
    this.#window = promptWindow;
    $('picture').addEventListener('error', () => this.#gone());
  }

  hide() {
    this.#drawn = null;
    $('answer').hidden = true;
  }

  draw(ask, defaults) {
    const other = ask !== this.#drawn;
    this.#drawn = ask;
    const { answer, state, request } = ask;
    const section = $('answer');
    section.hidden = false;
    section.dataset.state = state;
    section.dataset.phase = state === 'running' ? ask.phase : '';
    if (state === 'done') section.dataset.outcome = answer.outcome;
    else delete section.dataset.outcome;
    const { width = defaults.width, height = defaults.height } = answer ?? request;
    $('shot').style.aspectRatio = `${width} / ${height}`;
    $('shot').style.maxWidth = `calc(76vh * ${width / height})`;
    $('progress').hidden = state !== 'running';
    this.#heading((answer ?? request).prompt, answer?.promptCutAt);
    this.#acts(state === 'done' && ask.remembered ? 'remembered' : state, answer);
    if (state === 'done') this.#done(ask);
    else this.#unfinished(ask, other);
  }

  #unfinished(ask, other) {
    const picture = $('picture');
    if (ask.preview && picture.src !== ask.preview) picture.src = ask.preview;
    if (ask.preview || other) picture.hidden = !ask.preview;
    picture.alt = '';
    picture.style.filter = ask.preview ? `blur(${(12 * (1 - ask.previewStep / ask.steps)).toFixed(1)}px)` : '';
    for (const id of ['meter', 'copies']) $(id).hidden = true;
    $('facts').replaceChildren();
    const [title, why] = { running: running, failed, stopped }[ask.state](ask);
    this.#title(title);
    $('why').textContent = why;
    $('progress-words').textContent = steps(ask);
    const all = ask.steps * (ask.images ?? 1);
    if (ask.phase === 'making') Object.assign($('progress-bar'), { max: all, value: ask.image * ask.steps + ask.step });
    $('progress-bar').hidden = ask.phase !== 'making';
  }

  #done(ask) {
    const { answer } = ask;
    this.#title(ask.remembered ? words.OUTCOMES.EXACT : words.OUTCOMES[answer.outcome]);
    this.#picture(ask);
    this.#meter(answer);
    $('facts').replaceChildren(...facts(ask).map(([figure, what]) => make('div', {}, make('dt', { textContent: what }), make('dd', { textContent: figure }))));
    $('why').replaceChildren(...why(ask));
    $('download').href = answer.path;
    $('download').download = `${answer.prompt.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60) || 'picture'}-${answer.seed}.png`;
    $('right').setAttribute('aria-pressed', String(answer.judged === true));
    $('wrong').setAttribute('aria-pressed', String(answer.judged === false));
    $('delete').hidden = !answer.id;
    this.#copies(ask);
  }

  async #picture(ask) {
    const { answer } = ask;
    // Decoded before it is swapped in, so that the last preview stays until the picture stands.
    const loading = new Image();
    loading.src = answer.path;
    await loading.decode().catch(() => {});
    if (this.#drawn !== ask || ask.answer !== answer) return;
    const picture = $('picture');
    picture.src = answer.path;
    picture.alt = answer.sourcePrompt ?? answer.prompt;
    picture.style.filter = '';
    picture.hidden = false;
  }

  #gone() {
    if (this.#drawn?.state !== 'done') return;
    $('picture').hidden = true;
    $('answer').dataset.state = 'gone';
    delete $('answer').dataset.outcome;
    $('outcome').textContent = 'Not there any more';
    $('why').textContent = 'This picture has been deleted from the memory since.';
    $('meter').hidden = true;
    $('facts').replaceChildren();
    this.#acts('gone');
  }

  #title(title) {
    if ($('outcome').textContent === title) return;
    $('outcome').textContent = title;
    say(`${title}: ${$('answer-prompt').textContent}`);
  }

  #heading(prompt, cutAt) {
    const cut = Number.isInteger(cutAt);
    const heading = $('answer-prompt');
    heading.classList.toggle('long', prompt.length > LONG_PROMPT);
    heading.replaceChildren(cut ? prompt.slice(0, cutAt) : prompt || 'no words');
    if (cut) heading.append(make('s', { textContent: prompt.slice(cutAt) }));
    $('cut').hidden = !cut;
    $('cut').textContent = `The model reads ${this.#window} tokens of a prompt; the struck words came after them and did not count.`;
  }

  #meter({ similarity, needed }) {
    const known = typeof similarity === 'number' && typeof needed === 'number';
    $('meter').hidden = !known;
    if (!known) return;
    const place = (cosine) => `${(Math.min(1, Math.max(0, cosine)) * 100).toFixed(1)}%`;
    $('meter').firstElementChild.style.width = place(similarity);
    $('meter').lastElementChild.style.left = place(needed);
    $('meter').setAttribute('aria-label', `similarity ${words.similarity(similarity)}, needed ${words.similarity(needed)}`);
  }

  #acts(kind, answer) {
    for (const element of $('acts').children) {
      const { act } = element.dataset;
      element.hidden = !ACTS[kind].includes(act) || (['right', 'wrong'].includes(act) && !answer?.id);
    }
  }

  #copies(ask) {
    const several = ask.answers.length > 1;
    $('copies').hidden = !several;
    if (!several) return;
    $('copies').replaceChildren(...ask.answers.map(({ path, outcome }, index) => {
      const label = `Picture ${index + 1} of ${ask.answers.length}, ${words.OUTCOMES[outcome]}`;
      const press = make('button', { type: 'button', aria: { label, pressed: String(index === ask.shown) } }, make('img', { src: path, alt: '' }));
      press.addEventListener('click', () => {
        ask.show(index);
        $('copies').children[index].focus();
      });
      return press;
    }));
  }
}

/** How far a running request is, in a few words. */
export function steps({ phase, image, images, step, steps: all, position, retrySeconds }) {
  if (phase === 'making') return `${images > 1 ? `${image + 1} of ${images} · ` : ''}${step} / ${all}`;
  if (phase === 'queued') return position ? `${position} ahead` : 'Next';
  if (phase === 'busy') return `Again in ${retrySeconds} s`;
  return 'Waiting';
}

function running({ phase, position, estimatedMilliseconds, nearest }) {
  const about = estimatedMilliseconds ? ` It takes about ${words.duration(estimatedMilliseconds)}.` : '';
  const near = nearest?.reason ?? '';
  if (phase === 'busy') return ['Waiting for a place', 'Many pictures are being asked for, and the queue is full. This page asks again by itself.'];
  if (phase === 'away') return ['Waiting for the service', 'It does not answer at the moment. The picture is asked for again as soon as it does.'];
  if (phase === 'queued' && position) {
    return ['Waiting in the queue', `${position === 1 ? 'One picture is' : `${position} pictures are`} made before this one.${about} ${near}`];
  }
  return ['Making a new picture', near];
}

function failed({ trouble }) {
  return ['Not made', trouble.message];
}

function stopped({ step, steps: all }) {
  return ['Stopped', step ? `At step ${step} of ${all}. Nothing was kept.` : 'Nothing was made.'];
}

function facts({ answer, remembered, made }) {
  const seed = [String(answer.seed), 'seed'];
  if (remembered) return [[words.duration(made.milliseconds), 'to make'], [String(made.steps), 'steps'], seed];
  if (answer.outcome === 'GENERATED') return [[words.duration(answer.milliseconds), 'to make'], seed];
  const near = typeof answer.similarity === 'number';
  const first = near ? [words.similarity(answer.similarity), `similarity, ${words.similarity(answer.needed)} needed`] : ['Same', 'words and settings'];
  return [first, [words.duration(answer.milliseconds), 'to answer'], [words.duration(answer.millisecondsSaved), 'saved']];
}

function why({ answer, remembered }) {
  if (remembered) return [`Made ${words.ago(answer.createdAt)}, ${answer.width} × ${answer.height}.`];
  if (answer.outcome === 'GENERATED') return [answer.reason];
  if (answer.outcome === 'EXACT' || !answer.sourceId) return [`Made ${words.ago(answer.createdAt)}. ${answer.reason}`];
  const link = make('a', { href: pictureAddress(answer.sourceId), textContent: words.quoted(answer.sourcePrompt), data: { picture: answer.sourceId } });
  return [`Made ${words.ago(answer.createdAt)} for `, link, `. ${answer.reason}`];
}
