import { pictureAddress } from './address.js';
import { $, make, thumbnail } from './dom.js';
import { OUTCOMES, ago, duration, marked, named, similarity as two } from './words.js';

const LONG_PROMPT = 140;
const ACTS = {
	running: [],
	failed: ['again'],
	stopped: ['again'],
	gone: ['new'],
	done: ['new', 'another', 'download', 'right', 'wrong', 'more'],
	opened: ['new', 'another', 'download', 'more'],
};

/** Draws the one request that is looked at: picture left, facts right. The elements stay, so nothing jumps. */
export class AnswerView {
	#ask = null;

	constructor(settings, promptWindow) {
		this.defaults = settings.defaults;
		$('cut').textContent = `The model reads ${promptWindow} tokens; the struck words come after them and do not count.`;
		$('picture').addEventListener('error', () => this.#ask?.state === 'done' && this.#say('gone', 'Not there any more', 'This picture has been deleted from the memory since.'));
	}

	/** Draws how a request stands; null for nothing. */
	draw(ask) {
		$('answer').hidden = !ask;
		const before = this.#ask;
		this.#ask = ask;
		if (!ask) return;
		const { width, height } = { ...this.defaults, ...ask.request, ...ask.answer };
		Object.assign($('shot').style, { aspectRatio: `${width} / ${height}`, maxWidth: `calc(76vh * ${width / height})` });
		this.#heading(ask.answer ?? ask.request);
		if (ask.state === 'done') this.#done(ask);
		else this.#unfinished(ask, before);
	}

	#unfinished(ask, before) {
		const picture = $('picture');
		picture.hidden = !ask.preview && (picture.hidden || ask !== before);
		if (ask.preview) {
			picture.src = ask.preview;
			picture.style.filter = `blur(${12 * (1 - ask.previewStep / ask.steps)}px)`;
		}
		this.#say(ask.state, ...{ running, failed, stopped }[ask.state](ask));
		const making = ask.phase === 'making';
		$('progress-words').textContent = steps(ask);
		$('progress-bar').hidden = !making;
		if (making) Object.assign($('progress-bar'), { max: ask.steps * ask.images, value: ask.image * ask.steps + ask.step });
	}

	#done(ask) {
		const { answer } = ask;
		this.#say(ask.opened ? 'opened' : 'done', OUTCOMES[answer.outcome], ...why(ask));
		$('answer').dataset.outcome = answer.outcome;
		$('facts').replaceChildren(...facts(ask, this.defaults).map(([figure, what]) => make('div', {}, make('dt', {}, what), make('dd', {}, figure))));
		this.#meter(answer);
		this.#picture(ask);
		this.#copies(ask);
		$('download').href = answer.path;
		$('download').download = `${answer.prompt.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)}-${answer.seed ?? answer.id}.png`;
		$('right').ariaPressed = String(answer.judged === true);
		$('wrong').ariaPressed = String(answer.judged === false);
		for (const id of ['right', 'wrong', 'delete']) $(id).hidden ||= !answer.id;
		$('lock-seed').hidden = typeof answer.seed !== 'number';
	}

	/** The outcome in words and why; what only a finished answer has is taken away. */
	#say(state, title, ...why) {
		const { dataset } = $('answer');
		dataset.state = state;
		delete dataset.outcome;
		// It is a live region: the same words again would be spoken again.
		if ($('outcome').textContent !== title) $('outcome').textContent = title;
		$('why').replaceChildren(...why);
		$('facts').replaceChildren();
		$('meter').hidden = $('copies').hidden = true;
		$('progress').hidden = state !== 'running';
		for (const element of $('acts').querySelectorAll(':scope > :not(#menu)')) element.hidden = !ACTS[state].includes(element.id);
		$('delete').hidden = false;
		$('enlarge').hidden = !['done', 'opened'].includes(state);
		if (state === 'gone') $('picture').hidden = true;
	}

	async #picture(ask) {
		const { path, prompt, sourcePrompt } = ask.answer;
		// Decoded before it is swapped in, so that the last preview stays until the picture stands.
		await Object.assign(new Image(), { src: path }).decode().catch(() => {});
		if (this.#ask !== ask || ask.answer.path !== path) return;
		const picture = $('picture');
		picture.hidden = false;
		picture.style.filter = '';
		for (const each of [picture, $('light-picture')]) Object.assign(each, { src: path, alt: sourcePrompt ?? prompt });
	}

	#heading({ prompt, promptCutAt, sourcePrompt }) {
		const cut = promptCutAt ?? prompt.length;
		$('answer-prompt').classList.toggle('long', prompt.length > LONG_PROMPT);
		const read = prompt.slice(0, cut);
		$('answer-prompt').replaceChildren(...(sourcePrompt && read.trim() ? marked(read, sourcePrompt) : [named(read)]), make('s', {}, prompt.slice(cut)));
		$('cut').hidden = cut === prompt.length;
	}

	#meter({ similarity, needed }) {
		$('meter').hidden = typeof needed !== 'number';
		if ($('meter').hidden) return;
		$('meter').firstChild.style.width = `${similarity * 100}%`;
		$('meter').lastChild.style.left = `${needed * 100}%`;
		$('meter').ariaLabel = `similarity ${two(similarity)}, needed ${two(needed)}`;
	}

	#copies(ask) {
		const { answers, index } = ask;
		$('copies').hidden = answers.length < 2;
		$('copies').replaceChildren(...answers.map(({ path }, at) => {
			const onclick = () => {
				ask.change({ index: at });
				$('copies').children[at].focus();
			};
			const ariaLabel = `Picture ${at + 1} of ${answers.length}`;
			return make('button', { ariaPressed: String(at === index), ariaLabel, onclick }, thumbnail(path));
		}));
	}
}

/** How far a running request is, in a few words. */
export function steps({ phase, image, images, step, steps: all, position }) {
	if (phase === 'making') return `${images > 1 ? `${image + 1} of ${images} · ` : ''}${step} / ${all}`;
	return phase === 'queued' && position ? `${position} ahead` : 'Waiting';
}

function running({ phase, position, estimatedMilliseconds, retryAfter, nearest = '' }) {
	if (phase === 'busy') return ['Waiting for a place', `Too many pictures are being asked for. This one is asked for again in ${retryAfter} s.`];
	if (phase === 'away') return ['Waiting for the service', 'The picture is asked for again as soon as the service answers.'];
	if (phase !== 'queued' || !position) return ['Making a new picture', nearest];
	const about = estimatedMilliseconds ? `, in about ${duration(estimatedMilliseconds)}` : '';
	return ['Waiting in the queue', `Its turn comes after ${position === 1 ? 'one other picture' : `${position} others`}${about}. ${nearest}`];
}

const failed = ({ trouble }) => ['Not made', trouble.message];
const stopped = ({ step, steps: all }) => ['Stopped', step ? `Stopped at step ${step} of ${all}; nothing was kept.` : 'Nothing was made.'];

function facts({ answer, opened, box }, defaults) {
	const { outcome, milliseconds, millisecondsSaved, similarity, needed, seed } = answer;
	if (opened || outcome === 'GENERATED') {
		// A model that has no steps or no seed tells none.
		return [[duration(milliseconds), 'to make'], [box.steps ?? defaults.steps, 'steps'], [seed, 'seed']].filter(([figure]) => (figure ?? null) !== null);
	}
	const first = outcome === 'EXACT' ? ['Same', 'words and settings'] : [two(similarity), needed ? `similarity, ${two(needed)} needed` : 'similarity'];
	return [first, [duration(milliseconds), 'to answer'], [duration(millisecondsSaved), 'saved']];
}

function why({ answer, opened }) {
	const { outcome, createdAt, sourceId, sourcePrompt, prompt, reason, width, height, revisedPrompt } = answer;
	const revised = revisedPrompt ? ` The model drew “${revisedPrompt}”.` : '';
	if (opened) return [`Made ${ago(createdAt)}, ${width} × ${height}.${revised}`];
	if (/ED$/.test(outcome)) return [reason + revised];
	if (sourcePrompt === prompt || !sourceId) return [`Made ${ago(createdAt)}. ${reason}`];
	return [`Made ${ago(createdAt)} for `, make('a', { href: pictureAddress(sourceId), 'data-picture': sourceId }, '“', ...marked(sourcePrompt, prompt), '”'), `. ${reason}`];
}
