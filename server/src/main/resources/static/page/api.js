import { sleep } from './dom.js';

/** The service said no, in the words of its problem document. */
export class Problem extends Error {
  constructor({ title = 'That did not work', detail = '', status = 500 }, retryAfterSeconds = 0) {
    super(detail || title);
    Object.assign(this, { title, detail, status, retryAfterSeconds });
  }
}

/** Nobody answered: the service is stopped, starting, or out of reach. */
export class Away extends Error {}

const API = '/api/v1';
const json = (body) => ({ method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
const STREAM = { Accept: 'text/event-stream' };

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(API + path, options);
  } catch (trouble) {
    if (trouble.name === 'AbortError') throw trouble;
    back();
    throw new Away();
  }
  if (response.ok) return response;
  if ([502, 503, 504].includes(response.status)) {
    back();
    throw new Away();
  }
  const said = await response.json().catch(() => ({}));
  throw new Problem({ status: response.status, ...said }, Number(response.headers.get('Retry-After')) || 0);
}

const read = async (path, options) => (await call(path, options)).json();

export const settings = () => read('/settings');
export const stats = () => read('/stats');
export const generation = (id) => read(`/generations/${encodeURIComponent(id)}`);
export const newest = async (limit) => (await read(`/generations?limit=${limit}`)).generations;
export const suggestions = async (text, signal) =>
  (await read(`/suggestions?k=8&q=${encodeURIComponent(text)}`, { signal })).suggestions;
export const nearest = async (text, k, signal) =>
  (await read(`/search?k=${k}&q=${encodeURIComponent(text)}`, { signal })).results;
export const remove = (id) => call(`/generations/${encodeURIComponent(id)}`, { method: 'DELETE', keepalive: true });
export const judge = (id, prompt, right) => call(`/generations/${encodeURIComponent(id)}/feedback`, json({ prompt, right }));
export const warm = () => read('/warm');
export const startWarm = (count) => read('/warm', json({ count }));
export const cancel = (requestId) => call(`/answers/${encodeURIComponent(requestId)}`, { method: 'DELETE' });

export async function nearestToPicture(file, text, k, signal) {
  const body = new FormData();
  body.append('image', file);
  body.append('k', k);
  if (text) body.append('q', text);
  return (await read('/search', { method: 'POST', body, signal })).results;
}

export function ask(request, signal) {
  const { headers, ...rest } = json(request);
  return call('/answers', { ...rest, signal, headers: { ...headers, ...STREAM } });
}

export const follow = (requestId, signal) => call(`/answers/${encodeURIComponent(requestId)}`, { headers: STREAM, signal });

/** The server-sent events of a response, as they come. EventSource cannot POST, so the stream is read here. */
export async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    held += value;
    const blocks = held.split(/\r?\n\r?\n/);
    held = blocks.pop();
    yield* blocks.map(event).filter(({ data }) => data !== undefined);
  }
}

function event(block) {
  const fields = block.split(/\r?\n/).map((line) => line.match(/^(\w+): ?(.*)$/)).filter(Boolean);
  const data = fields.filter(([, name]) => name === 'data').map(([, , value]) => value).join('\n');
  return { name: fields.find(([, name]) => name === 'event')?.[2] ?? 'message', data: data ? JSON.parse(data) : undefined };
}

let returning = null;
const watchers = [];

/** Told the seconds to the next try while the service is away, and 0 when it is back. */
export const onAway = (watcher) => watchers.push(watcher);

/** Resolves when the service answers again; every caller waits on the same knocking. */
export function back() {
  returning ??= knock().finally(() => (returning = null));
  return returning;
}

async function knock() {
  const tell = (seconds) => watchers.forEach((watcher) => watcher(seconds));
  for (let pause = 1; ; pause = Math.min(pause * 2, 10)) {
    for (let left = pause; left > 0; left--) {
      tell(left);
      await sleep(1000);
    }
    const answered = await fetch(`${API}/settings`).then((response) => response.ok, () => false);
    if (answered) return tell(0);
  }
}
