import { sleep } from './dom.js';

/** The service said no, in the words of its problem document. */
export class Problem extends Error {
	constructor({ title = '', detail = title, status, type = '' }, retryAfter = 1) {
		super(detail || 'The service refused without saying why.');
		Object.assign(this, { status, type, retryAfter });
	}
}

/** Nobody answered: the service is stopped, starting, or out of reach. */
export class Away extends Error {}

const STREAM = { Accept: 'text/event-stream' };
const part = encodeURIComponent;
const post = (body, headers) => ({ method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } });

async function call(path, options = {}) {
	const response = await fetch(`/api/v1/${path}`, options).catch((trouble) => {
		if (trouble.name === 'AbortError') throw trouble;
	});
	if (response?.ok) return response;
	if (!response || [502, 503, 504].includes(response.status)) {
		back();
		throw new Away();
	}
	const said = await response.json().catch(() => ({}));
	throw new Problem({ ...said, status: response.status }, Number(response.headers.get('Retry-After')) || 1);
}

const read = async (path, options) => (await call(path, options)).json();

export const settings = () => read('settings');
export const stats = () => read('stats');
export const warm = () => read('warm');
export const startWarm = (count) => read('warm', post({ count }));
export const suggestions = async (text, k, signal) => (await read(`suggestions?k=${k}&q=${part(text)}`, { signal })).suggestions;
export const nearest = async (text, k, signal) => (await read(`search?k=${k}&q=${part(text)}`, { signal })).results;
export const withWords = async (text, k, signal) => (await read(`search?by=words&k=${k}&q=${part(text)}`, { signal })).results;
export const newest = (limit, before, signal) => read(`generations?limit=${limit}${before ? `&before=${part(before)}` : ''}`, { signal });
export const generation = (id) => read(`generations/${part(id)}`);
export const remove = (id) => call(`generations/${part(id)}`, { method: 'DELETE', keepalive: true });
export const judge = (id, prompt, right) => call(`generations/${part(id)}/feedback`, post({ prompt, right }));
export const ask = (request, signal) => call('answers', { ...post(request, STREAM), signal });
export const follow = (requestId, signal) => call(`answers/${part(requestId)}`, { headers: STREAM, signal });
export const cancel = (requestId) => call(`answers/${part(requestId)}`, { method: 'DELETE' });

export async function nearestToPicture(image, q, k, signal) {
	const body = new FormData();
	for (const [name, value] of Object.entries({ image, q, k })) body.append(name, value);
	return (await read('search', { method: 'POST', body, signal })).results;
}

/** The server-sent events of a response. EventSource cannot POST, so the stream is read here. */
export async function* events(response) {
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	for (let held = ''; ; ) {
		const { done, value } = await reader.read();
		if (done) return;
		const blocks = (held + value).split(/\r?\n\r?\n/);
		held = blocks.pop();
		for (const block of blocks) {
			const field = (name) => block.match(new RegExp(`^${name}: ?(.*)$`, 'm'))?.[1];
			if (field('data')) yield { name: field('event'), data: JSON.parse(field('data')) };
		}
	}
}

let returning = null;
const watchers = [];

/** Told true when the service goes away, false when it is back. */
export const onAway = (watcher) => watchers.push(watcher);

/** Resolves when the service answers again; all callers wait on the same knocking. */
export const back = () => (returning ??= knock().finally(() => (returning = null)));

async function knock() {
	watchers.forEach((watcher) => watcher(true));
	for (let seconds = 1; ; seconds = Math.min(seconds * 2, 8)) {
		await sleep(seconds * 1000);
		if (await fetch('/api/v1/settings').then(({ ok }) => ok, () => false)) break;
	}
	watchers.forEach((watcher) => watcher(false));
}
